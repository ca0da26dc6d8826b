"""What the example tests: a bot that counts in a file, and waits when Telegram says so."""
import json
import os
import time
import urllib.error
import urllib.request

ROOT = f"{os.environ['TELEGRAM_API_ROOT']}/bot{os.environ['TELEGRAM_TOKEN']}"


def call(method, **arguments):
    request = urllib.request.Request(
        f"{ROOT}/{method}", json.dumps(arguments).encode(), {"Content-Type": "application/json"}
    )
    while True:
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)["result"]
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise
            time.sleep(int(error.headers["Retry-After"]))


def count():
    try:
        with open("count") as file:
            number = int(file.read()) + 1
    except FileNotFoundError:
        number = 1
    with open("count", "w") as file:
        file.write(str(number))
    return number


def handle(update):
    if "callback_query" in update:
        call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Gladly")
        return
    message = update["message"]
    button = {"inline_keyboard": [[{"text": "Thanks", "callback_data": "thanks"}]]}
    call("sendMessage", chat_id=message["chat"]["id"], text=f"That makes {count()}.", reply_markup=button)


offset = 0
while True:
    for update in call("getUpdates", offset=offset, timeout=30):
        handle(update)
        offset = update["update_id"] + 1

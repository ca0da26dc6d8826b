"""The job of every stranger, as somebody writes it with nothing but Python's standard library."""
import base64
import hashlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = os.environ["TELEGRAM_TOKEN"]
ROOT = os.environ["TELEGRAM_API_ROOT"]
URL = os.environ.get("WEBHOOK_URL")
SECRET = os.environ.get("WEBHOOK_SECRET")
ALLOWED = ["message", "callback_query", "inline_query", "poll_answer", "chat_member"]
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value)


def call(method, **arguments):
    """As a form: the plainest of the ways in which the Bot API takes arguments."""
    body = urllib.parse.urlencode({name: as_text(value) for name, value in arguments.items()}).encode()
    return answer(urllib.request.Request(f"{ROOT}/bot{TOKEN}/{method}", body))


def upload(method, files, **arguments):
    """As multipart/form-data, with files of (name, bytes)."""
    boundary = uuid.uuid4().hex
    body = b""
    for field, value in arguments.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{as_text(value)}\r\n'.encode()
    for field, (name, data) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return answer(urllib.request.Request(f"{ROOT}/bot{TOKEN}/{method}", body, headers))


def answer(request):
    with urllib.request.urlopen(request) as response:
        return json.load(response)["result"]


def download(file_id):
    path = call("getFile", file_id=file_id)["file_path"]
    with urllib.request.urlopen(f"{ROOT}/file/bot{TOKEN}/{path}") as response:
        return response.read()


def received(name, data):
    return f"Got {name}: {hashlib.sha256(data).hexdigest()}"


def told(error):
    if not isinstance(error, urllib.error.HTTPError):
        return {"error": type(error).__name__}
    body = json.load(error)
    return {
        "error": "HTTPError",
        "code": error.code,
        "description": body["description"],
        "retryAfter": body.get("parameters", {}).get("retry_after"),
        "header": error.headers["Retry-After"],
    }


def on_message(message):
    chat = message["chat"]["id"]
    command, _, rest = message.get("text", "").partition(" ")
    if command == "/start" and rest:
        call("sendMessage", chat_id=chat, text=f"You come from {rest}.")
    elif command == "/start":
        buttons = [[{"text": "Again", "callback_data": "again"}], [{"text": "Site", "url": "https://example.com"}]]
        text = f"<b>Hello</b>, {message['from']['first_name']}!"
        call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup={"inline_keyboard": buttons})
    elif command == "/menu":
        keyboard = {"keyboard": [[{"text": "Tea"}, {"text": "Coffee"}]]}
        call("sendMessage", chat_id=chat, text="What will it be?", reply_markup=keyboard)
    elif command == "Tea":
        call("sendMessage", chat_id=chat, text="One tea.", reply_markup={"remove_keyboard": True})
    elif command == "/think":
        call("sendChatAction", chat_id=chat, action="typing")
        call("sendMessage", chat_id=chat, text="Thought.")
    elif "document" in message:
        document = message["document"]
        call("sendMessage", chat_id=chat, text=received(document["file_name"], download(document["file_id"])))
    elif "photo" in message:
        call("sendMessage", chat_id=chat, text=received("a photo", download(message["photo"][-1]["file_id"])))
    elif command == "/report":
        report = {"document": ("report.txt", b"All is well.\n")}
        upload("sendDocument", report, chat_id=chat, caption="<i>Yours</i>", parse_mode="HTML")
    elif command == "/album":
        media = [{"type": "photo", "media": "attach://one", "caption": "Both"}, {"type": "photo", "media": "attach://two"}]
        files = {"one": ("one.png", ONE_PIXEL), "two": ("two.png", ONE_PIXEL)}
        upload("sendMediaGroup", files, chat_id=chat, media=media)
    elif command == "/poll":
        call("sendPoll", chat_id=chat, question="Tea or coffee?", options=["Tea", "Coffee"], is_anonymous=False)
    elif command == "/try":
        try:
            call("sendMessage", **json.loads(rest))
            outcome = "sent"
        except (OSError, HTTPException) as error:
            outcome = told(error)
        call("sendMessage", chat_id=chat, text=json.dumps(outcome))


def on_update(update):
    if "message" in update:
        on_message(update["message"])
    elif "callback_query" in update:
        query = update["callback_query"]
        call("answerCallbackQuery", callback_query_id=query["id"], text="Once more")
        message = query["message"]
        where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        call("editMessageText", **where, text="*Hello* again\\!", parse_mode="MarkdownV2")
    elif "inline_query" in update:
        query = update["inline_query"]
        content = {"message_text": f"All about {query['query']}"}
        article = {"type": "article", "id": "1", "title": f"About {query['query']}", "input_message_content": content}
        call("answerInlineQuery", inline_query_id=query["id"], results=[article], cache_time=0)
    elif "poll_answer" in update:
        vote = update["poll_answer"]
        call("sendMessage", chat_id=vote["user"]["id"], text=f"You chose option {vote['option_ids'][0]}.")
    elif "chat_member" in update:
        change = update["chat_member"]
        name = change["new_chat_member"]["user"]["first_name"]
        call("sendMessage", chat_id=change["chat"]["id"], text=f"Welcome, {name}.")


def poll():
    offset = 0
    while True:
        try:
            updates = call("getUpdates", offset=offset, timeout=30, allowed_updates=ALLOWED)
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise
            time.sleep(int(error.headers["Retry-After"]))
            continue
        for update in updates:
            on_update(update)
            offset = update["update_id"] + 1


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.headers["X-Telegram-Bot-Api-Secret-Token"] != SECRET:
            self.send_error(401)
            return
        on_update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()


call("setMyCommands", commands=[{"command": "start", "description": "Say hello"}])
if URL:
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Hook)
    call("setWebhook", url=URL, allowed_updates=ALLOWED, secret_token=SECRET)
    server.serve_forever()
else:
    poll()

"""A client of the control API with Python's standard library alone. Copy it beside your tests."""
import json
import urllib.error
import urllib.request


class Control:
    """`holdfast telegram` and who is in it, such as `Control("http://127.0.0.1:8082")`."""

    def __init__(self, url):
        self.url = url

    def get(self, path):
        return self._ask("GET", path, None)

    def post(self, path, **body):
        return self._ask("POST", path, body)

    def put(self, path, **body):
        return self._ask("PUT", path, body)

    def delete(self, path):
        return self._ask("DELETE", path, None)

    def bot(self, username, command, **options):
        return Bot(self, self.post("/bots", username=username), command, options)

    def user(self, first_name, **options):
        return User(self, self.post("/users", firstName=first_name, **options))

    def _ask(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            said = json.load(error)
            # An expectation that was not met tells the whole story: the chat, the calls, the bot's last lines.
            failure = AssertionError if error.code == 417 else RuntimeError
            raise failure(said.get("report", said["problem"])) from None


class Bot:
    """A bot, and the program that is it. The program finds Telegram and its token in its environment."""

    def __init__(self, control, account, command, options):
        self.control = control
        self.path = f"/bots/{account['id']}"
        root = control.get("/")["apiRoot"]
        env = {"TELEGRAM_API_ROOT": root, "TELEGRAM_TOKEN": account["token"], **options.pop("env", {})}
        control.put(f"{self.path}/process", command=command, env=env, **options)

    def __getattr__(self, action):
        """`bot.start()`, `bot.kill()`, `bot.restart()`, ..."""
        return lambda **body: self.control.post(f"{self.path}/process/{action}", **body)


class User:
    def __init__(self, control, json):
        self.control = control
        self.id = json["id"]

    def send(self, text, **options):
        return self.control.post(f"/users/{self.id}/messages", text=text, **options)

    def press(self, text, **options):
        return self.control.post(f"/users/{self.id}/presses", text=text, **options)["answer"]

    def sees(self, text, **options):
        return self.control.post(f"/users/{self.id}/expect", toSee=text, **options)["match"]

    def sees_nothing(self, **options):
        self.control.post(f"/users/{self.id}/expect", toSeeNothing=True, **options)

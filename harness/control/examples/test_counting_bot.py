"""A bot in any language, tested from Python: `python3 -m unittest`, beside `holdfast telegram`."""
import os
import sys
import tempfile
import unittest

from control import Control

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "counting_bot.py")


class CountingBot(unittest.TestCase):
    def setUp(self):
        self.control = Control(os.environ.get("CONTROL", "http://127.0.0.1:8082"))
        self.control.post("/reset")
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.bot = self.control.bot("counting_bot", [sys.executable, PROGRAM], cwd=directory.name)
        self.bot.start()
        self.addCleanup(self.bot.kill)
        self.alice = self.control.user("Alice")

    def test_counts_on_after_a_kill_and_answers_what_was_sent_meanwhile(self):
        self.alice.send("one")
        self.alice.sees("That makes 1.")
        self.bot.kill()
        self.alice.send("two")
        self.bot.start()
        self.alice.sees("That makes 2.", within=10_000)
        self.assertEqual(self.control.get("/verdict"), {"sound": True, "problems": []})

    def test_says_it_again_when_telegram_wants_it_to_wait(self):
        flooded = {"status": 429, "description": "Too Many Requests: retry after 1", "retryAfter": 1}
        where = {"text": {"pattern": "^That makes"}}
        self.control.post("/faults", method="sendMessage", where=where, answer=flooded)
        self.alice.send("one")
        self.alice.sees("That makes 1.", within=10_000)
        [fault] = self.control.get("/faults")["faults"]
        self.assertEqual(fault["met"], 1)

    def test_thanks_whoever_presses_its_button(self):
        self.alice.send("one")
        self.alice.sees("That makes 1.", within=10_000)
        self.assertEqual(self.alice.press("Thanks"), "Gladly")

    def test_fails_with_the_whole_story(self):
        self.alice.send("one")
        with self.assertRaisesRegex(AssertionError, r"(?s)Alice expected to see \"nine\".*That makes 1\."):
            self.alice.sees("nine", within=1_000)

    def test_comes_back_when_it_ends_by_itself(self):
        self.bot.stop()
        self.control.put(
            f"{self.bot.path}/process",
            command=["sh", "-c", "echo over; exit 3"],
            keepAlive={"afterMs": 1, "most": 3},
        )
        with self.assertRaisesRegex(RuntimeError, "restart loop: it ended by itself 3 times .* code 3, code 3, code 3"):
            self.bot.start()


if __name__ == "__main__":
    unittest.main()

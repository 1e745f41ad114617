"""What everything is measured against: a page of Flask that says hello."""

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    return "Hello, World!"

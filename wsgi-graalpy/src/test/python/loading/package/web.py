"""The application of a package."""

from answers import answering

app = answering("package.web.app")

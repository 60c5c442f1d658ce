"""Flask-Login on what Spring Security says."""

from flask import Flask, request
from flask_login import LoginManager, UserMixin, current_user, login_required

app = Flask(__name__)
app.config["SECRET_KEY"] = "not a secret"
login = LoginManager(app)


class SpringUser(UserMixin):
    def __init__(self, principal):
        self.id = principal["name"]
        self.authorities = principal["authorities"]


@login.request_loader
def load(request):
    principal = request.environ.get("wsgi.spring.principal")
    return SpringUser(principal) if principal else None


@app.get("/flask/me")
@login_required
def me():
    return {"id": current_user.id, "authorities": current_user.authorities}


@app.get("/flask/whoever")
def whoever():
    return {"authenticated": current_user.is_authenticated, "remote_user": request.remote_user}


@app.post("/flask/form")
def form():
    return {"fields": [list(pair) for pair in request.form.items(multi=True)]}

"""A Django project on a machine with systemd and nginx."""

import multiprocessing
import os

wsgi_app = "mysite.wsgi:application"
bind = "unix:/run/gunicorn.sock"
workers = min(multiprocessing.cpu_count() * 2 + 1, 1) + 2
worker_class = "sync"
chdir = os.path.join("/srv", "mysite")
pythonpath = "src,/srv/shared"
user = "www-data"
group = "www-data"
umask = 0o007
pidfile = "/run/gunicorn.pid"
timeout = 120
graceful_timeout = 25
max_requests = 1200
max_requests_jitter = 50
preload_app = True
accesslog = "/var/log/gunicorn/access.log"
errorlog = "/var/log/gunicorn/error.log"
loglevel = "warning"
raw_env = ["DJANGO_SETTINGS_MODULE=mysite.settings.production", "SCRIPT_NAME=/shop"]
some_helper = 42


def pre_fork(server, worker):
    """Nothing to do."""


def post_fork(server, worker):
    server.log.info("Worker spawned (pid: %s)", worker.pid)


def when_ready(server):
    server.log.info("Server is ready.")

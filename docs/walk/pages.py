"""How a reader gets through each page: what the page takes for granted, and which of its blocks come when."""

import shutil

SAMPLE = "<clone>/sample-app/target/sample-app/bin/sample-app"
SERVER = "<clone>/wsgi-server/target/wsgi-server/bin/wsgi-server"

LOAD = "for i in {1..200}; do curl -s -o /dev/null localhost:18080/api/items; sleep 0.1; done"

HELLO = '''\
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Hello, World!\\n"]
'''
SHOW = '''\
NAMES = ("SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


def app(environ, start_response):
    names = [*NAMES, *(name for name in environ if name.startswith("HTTP_X_") and "FORWARDED" not in name)]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["".join(f"{name}={environ[name]}\\n" for name in names).encode()]
'''
FLASK_SHOP = '''\
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "The shop is open\\n"
'''
BOTTLE_SHOP = '''\
import bottle

app = bottle.Bottle()


@app.get("/")
def index():
    return f"bottle {bottle.__version__}\\n"
'''


def build(reader):
    """The packages of the clone, as the page on packaging tells to make them."""
    jars = "sample-app/target/sample-app/sample-app.jar", "wsgi-server/target/wsgi-server/wsgi-server.jar"
    if not all((reader.clone / jar).exists() for jar in jars):
        reader.run("(cd <clone> && ./mvnw -q -B -ntp -DskipTests package)")


def readme(reader):
    reader.block()
    reader.block()
    reader.skip("it is what CI runs")
    reader.block()  # the starter
    reader.block()  # a copy of the template
    reader.block()
    reader.block()
    reader.sees("http://localhost:8080/", "Hello from graalpy")
    reader.enter("project")
    reader.write("shop.py", FLASK_SHOP)
    reader.run("python3 -m venv .venv && .venv/bin/pip install -q flask; cd <clone>")
    reader.block()
    reader.sees("http://localhost:8000/", "The shop is open")
    reader.block()  # the package for pip
    reader.sees("http://localhost:8000/", "The shop is open")


def asgi(reader):
    build(reader)
    reader.enter("chat")
    reader.write("chat.py", reader.shown("python", 1))
    reader.block()
    reader.run("cd <clone>")
    reader.block()  # the template


def behind_a_proxy(reader):
    build(reader)
    reader.enter("proxied")
    reader.write("show.py", SHOW)
    start = f"{SAMPLE} --wsgi.app=show:app --wsgi.python-path=$PWD"
    reader.serve(f"{start} --wsgi.path=/shop --server.forward-headers-strategy=native")
    reader.block()
    reader.serve(f"{start} --server.forward-headers-strategy=framework")
    reader.block()
    reader.serve(f"{start} --wsgi.path=/shop --wsgi.header-map-allowed=X_Request_Id")
    reader.block()


def checkpoint(reader):
    reader.skip("deploy/test-checkpoint does it")


def compatibility(reader):
    reader.skip("it needs a PostgreSQL")
    reader.skip("it compiles for minutes")
    reader.skip("it compiles for minutes")


def development(reader):
    build(reader)
    reader.run("cd sample-app/target/sample-app")
    reader.block()


def django(reader):
    build(reader)
    reader.enter("django")
    reader.run("python3 -m venv .venv && .venv/bin/pip install -q 'django<6' gunicorn")
    reader.run(".venv/bin/django-admin startproject mysite . && .venv/bin/python manage.py migrate")
    reader.run(".venv/bin/gunicorn -b :8000 --daemon --pid gunicorn.pid mysite.wsgi && sleep 5")
    reader.sees("http://localhost:8000/admin/login/", "csrfmiddlewaretoken")
    reader.run("kill $(cat gunicorn.pid); sleep 2")
    reader.block()
    reader.sees("http://localhost:8000/", "The install worked successfully!")
    reader.sees("http://localhost:8000/admin/login/", "csrfmiddlewaretoken")


def flask(reader):
    build(reader)
    reader.serve(SAMPLE)
    reader.block()


def from_gunicorn(reader):
    reader.enter("gunicorn")
    reader.write("gunicorn.conf.py", reader.shown("python"))
    reader.block()


def jit(reader):
    hello_jar(reader)
    reader.serve("$JAVA_HOME/bin/java @jvm.args -jar target/hello.jar --management.endpoint.health.show-details=always")
    reader.block()
    reader.block()
    reader.sees("http://localhost:8080/actuator/health", '"wsgi":{"status":"UP"}')


def hello_jar(reader):
    """What someone has who went through the quick start."""
    reader.run("./mvnw -ntp -q -DskipTests -pl wsgi-spring-boot-bom,wsgi-spring-boot-starter,wsgi-spring-boot-starter-test,wsgi-maven-plugin -am install")
    reader.run("[ -d ../hello ] || cp -r template ../hello; cd ../hello; mvn -q -ntp -DskipTests package")


def kubernetes(reader):
    reader.skip("it needs Docker")
    reader.skip("it is what CI runs")


def logging(reader):
    build(reader)
    reader.serve(f"{SAMPLE} --management.endpoints.web.exposure.include=health,prometheus,loggers")
    reader.block()
    reader.sees("http://localhost:8080/actuator/loggers/shop.orders", '"effectiveLevel":"DEBUG"')


def operations(reader):
    build(reader)
    reader.block()
    reader.block()
    reader.block()
    if shutil.which("prometheus"):
        reader.write("prometheus.yml", reader.shown("yaml"))
        reader.block(before=lambda command: reader.run(LOAD) if "targets" in command else None)
        reader.run("kill %1")
    else:
        reader.skip("it needs Prometheus")
    reader.block()
    reader.block()
    reader.run("wait")
    reader.block()


def packaging(reader):
    hello_jar(reader)
    reader.block()
    reader.run("cd <clone>")
    build(reader)
    reader.run("mkdir ../shop && cd ..")
    reader.write("shop/shop.py", BOTTLE_SHOP)
    reader.block()
    if shutil.which("python3.12"):
        reader.enter("project-with-pyproject")
        reader.write("requirements.txt", "flask\n")
        reader.write("pyproject.toml", '[project]\nname = "shop"\nversion = "1"\n')
        reader.write("src/shop.py", FLASK_SHOP)
        reader.block()
        reader.serve(f"{SERVER} --runtime graalpy shop:app")
        reader.sees("http://localhost:8000/", "The shop is open")
    else:
        reader.skip("it needs a Python 3.12")
    reader.skip("deploy/test-folder does it")
    reader.skip("deploy/test-read-only does it")


def performance(reader):
    reader.skip("it takes hours, and CI runs a part of it")


def runtimes(reader):
    reader.block()


def static_files(reader):
    build(reader)
    reader.enter("assets")
    reader.write("static/logo.svg", "<svg/>\n")
    reader.serve(f"{SAMPLE} '--spring.mvc.static-path-pattern=/assets/**' --spring.web.resources.static-locations="
                 "file:static/ --spring.web.resources.cache.cachecontrol.max-age=1h")
    reader.block()
    reader.block()


def spring_and_python(reader):
    reader.block()
    reader.sees("http://localhost:8080/login", "Flask has rendered this page")
    reader.skip("it needs a PostgreSQL")


def tls(reader):
    build(reader)
    reader.block()
    reader.serve(f"{SAMPLE} --server.http2.enabled=true")
    reader.block()


def workers(reader):
    build(reader)
    reader.enter("reloaded")
    reader.write("hello.py", HELLO)
    reader.serve(f"{SAMPLE} --wsgi.app=hello:app --wsgi.python-path=$PWD "
                 "--management.endpoints.web.exposure.include=health,prometheus,wsgi")
    reader.block()
    reader.write("hello.py", "def app(environ, start_response):\n    return [b'Hello'\n")
    reader.block()


def wsgi_server(reader):
    reader.block()
    reader.enter("served")
    reader.write("hello.py", reader.shown("python"))
    reader.block()
    reader.write("shop.py", reader.shown("python", 1))
    reader.block()
    reader.run("cd <clone>")
    reader.block()  # the package for pip
    reader.enter("served")
    reader.run("rm -r venv")
    reader.block()
    reader.run("rm -r .venv")
    reader.block()
    reader.sees("http://localhost:8000/", "Hello from graalpy")
    reader.block()
    reader.sees("http://localhost:9000/actuator/health", '"status":"UP"')


WALKS = {
    "README": readme,
    "asgi": asgi,
    "behind-a-proxy": behind_a_proxy,
    "checkpoint": checkpoint,
    "compatibility": compatibility,
    "development": development,
    "django": django,
    "flask": flask,
    "from-gunicorn": from_gunicorn,
    "jit": jit,
    "kubernetes": kubernetes,
    "logging": logging,
    "operations": operations,
    "packaging": packaging,
    "performance": performance,
    "runtimes": runtimes,
    "spring-and-python": spring_and_python,
    "static-files": static_files,
    "tls": tls,
    "workers": workers,
    "wsgi-server": wsgi_server,
}

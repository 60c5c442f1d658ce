"""Checks a staged release by the rules of Maven Central: python3 check-staged.py DIRECTORY VERSION MODULE..."""

import hashlib
import pathlib
import sys
import xml.etree.ElementTree
import zipfile

POM = "{http://maven.apache.org/POM/4.0.0}"
REQUIRED = "name", "description", "url", "licenses/{0}license", "developers/{0}developer", "scm/{0}connection"


def faults_of(folder: pathlib.Path, module: str, version: str) -> list[str]:
    """Return what is wrong with the files of one module."""
    base = f"{module}-{version}"
    pom = folder / f"{base}.pom"
    if not pom.exists():
        return [f"{pom.name} is missing"]
    content = pom.read_text(encoding="utf-8")
    project = xml.etree.ElementTree.fromstring(content)
    faults = [f"{pom.name} has no <{path.format('')}>" for path in REQUIRED
              if project.find(POM + path.format(POM)) is None]
    if "SNAPSHOT" in content:
        faults.append(f"{pom.name} names a snapshot")
    if project.find(f"{POM}parent") is not None:
        faults.append(f"{pom.name} has a parent: it is not flattened")
    names = [pom.name]
    if project.findtext(f"{POM}packaging", "jar") != "pom":
        names += [f"{base}{suffix}.jar" for suffix in ("", "-sources", "-javadoc")]
    for name in names:
        faults += faults_of_file(folder / name)
    jar = folder / f"{base}.jar"
    if jar.exists():
        entries = zipfile.ZipFile(jar).namelist()
        faults += [f"{jar.name} has no META-INF/{name}" for name in ("LICENSE", "NOTICE")
                   if f"META-INF/{name}" not in entries]
    return faults


def faults_of_file(file: pathlib.Path) -> list[str]:
    """Return what is wrong with a file, its checksums among it."""
    if not file.exists():
        return [f"{file.name} is missing"]
    content = file.read_bytes()
    return [f"{file.name}.{algorithm} is missing or wrong" for algorithm in ("md5", "sha1")
            if not (checksum := file.with_name(f"{file.name}.{algorithm}")).exists()
            or checksum.read_text().strip() != hashlib.new(algorithm, content).hexdigest()]


def main(directory: str, version: str, *modules: str) -> None:
    """Check each module, and end with 1 if one has a fault."""
    group = pathlib.Path(directory, "io", "wsgi")
    faults = [fault for module in modules for fault in faults_of(group / module / version, module, version)]
    for fault in faults:
        print(f"FAILED: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)
    files = [file for file in group.rglob("*") if file.suffix in (".jar", ".pom")]
    print(f"{len(modules)} modules, {len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB")


main(*sys.argv[1:])

"""Keeps a program warm that runs the tests or the examples of a bot: python serve_tests.py <program>

Reads jobs (docs/verification.md, "Warm servers") and forks a process for each, in which the program's main runs as in an interpreter of its
own: python <program> <arguments>. No code of a bot runs in the server.
"""

import os
import sys

SEARCH_PATH = list(sys.path)
PROGRAM = sys.argv[1]
STATISTICS = "/proc/self/statm"


def program(name):
    """The program as a module; only by the name __main__ it would run."""
    module = type(sys)(name)
    module.__file__ = PROGRAM
    exec(CODE, module.__dict__)
    return module


class Observer:
    """A plugin that ends a run of pytest before any file of a repository is loaded, and names the modules that are loaded then."""

    def __init__(self, file):
        self._file = file

    def pytest_load_initial_conftests(self):
        os.write(self._file, "\n".join(sys.modules).encode())
        os._exit(0)


def modules_of_pytest(warmed):
    """The modules that every run of pytest has loaded before it loads a file of the repository, in their order."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # Those that are installed are loaded by each run: pytest rewrites their assertions on that occasion.
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            run = warmed.pytest.main
            warmed.pytest.main = lambda options, plugins: run(options, plugins=[Observer(writing)])
            warmed.main(os.devnull, os.devnull)
        finally:
            os._exit(1)
    os.close(writing)
    with open(reading, encoding="utf-8") as names:
        found = names.read().split()
    os.waitpid(child, 0)
    return found


with open(PROGRAM, encoding="utf-8") as text:
    CODE = compile(text.read(), PROGRAM, "exec")
WARMED = program("menace_warmed")
LOADED = set(sys.modules)
if hasattr(WARMED, "pytest"):
    for module_name in modules_of_pytest(WARMED):
        __import__(module_name)
        LOADED.add(module_name)

import atexit
import gc
import json
import re
import resource
import select
import signal
import threading
import time
from ast import literal_eval
from pathlib import Path

# A test that uses a module without importing it, or finds out whether it is loaded, must see what it sees in an interpreter of its own.
for module_name in set(sys.modules) - LOADED:
    del sys.modules[module_name]


def shadows(repository):
    """True if a file of the repository, or of one that it imports, has the name of a loaded module: the program may load that file."""
    folders = {str(repository), *search_path(repository)}
    folders.update(folder for folder, _, _ in os.walk(repository / "tests"))
    names = {name.partition(".")[0] for folder in folders if os.path.isdir(folder) for name in os.listdir(folder)}
    return any(name in sys.modules for name in names - {"__main__"})


class Server:
    def __init__(self):
        # What else is printed to standard output must not be read as an answer.
        self._answers = os.dup(1)
        os.dup2(2, 1)
        self._waking, self._woken = os.pipe()
        os.set_blocking(self._waking, False)
        os.set_blocking(self._woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken)
        self._running = {}

    def next_job(self):
        """Answers until the input ends. Returns the job in the process that was forked for it, and None in the server."""
        try:
            job = self._serve()
            if job is None:
                self._kill_all()
                self._reap(options=0)
            return job
        except BrokenPipeError:
            # The build was killed.
            self._kill_all()
            return None

    def _serve(self):
        poll = select.poll()
        poll.register(0, select.POLLIN)
        poll.register(self._waking, select.POLLIN)
        pending = b""
        while True:
            ready = [descriptor for descriptor, _ in poll.poll()]
            if self._waking in ready:
                os.read(self._waking, 1 << 12)
                self._reap()
            if 0 in ready:
                read = os.read(0, 1 << 16)
                if not read:
                    return None
                *lines, pending = (pending + read).split(b"\n")
                for job in map(json.loads, lines):
                    child = os.fork()
                    if child == 0:
                        return job
                    self._running[child] = job["id"]

    def answer(self, **answer):
        os.write(self._answers, json.dumps(answer).encode() + b"\n")

    def leave(self):
        """Gives a forked process the descriptors and signals of one that was started."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in (self._answers, self._waking, self._woken):
            os.close(descriptor)

    def _reap(self, options=os.WNOHANG):
        while self._running:
            process, status = os.waitpid(-1, options)
            if process == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            # With its number, for one that ended before it could say it.
            self.answer(id=self._running.pop(process), process=process, exit=code if code >= 0 else 128 - code)

    def _kill_all(self):
        for process in self._running:
            for end in (os.kill, os.killpg):
                try:
                    end(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass


def enter(job, server):
    """Makes the forked process one that was started by itself."""
    limit = [int(word[5:]) for word in job["arguments"] if word.startswith("--as=")]
    words = job["arguments"][len(limit):]
    os.setsid()
    marker = int(job["marker"])
    resource.setrlimit(resource.RLIMIT_RTTIME, (marker, marker))
    for path, mode, places in ((os.devnull, os.O_RDONLY, [0]), (job["output"], os.O_WRONLY, [1, 2])):
        opened = os.open(path, mode)
        for place in places:
            os.dup2(opened, place)
        os.close(opened)
    server.answer(id=job["id"], process=os.getpid())
    server.leave()

    os.chdir(job["directory"])
    # The shell that starts the program otherwise sets PWD.
    environment = {**job["environment"], "MENACE_RUN": job["marker"], "PWD": os.getcwd()}
    with open(STATISTICS, encoding="ascii") as statistics:
        size = int(statistics.read().split()[0]) * resource.getpagesize()
    is_short = any(size > most for most in limit)
    for most in limit:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if is_short or shadows(Path.cwd()):
        os.execve(sys.executable, [sys.executable, *words], environment)

    # Python sets it where there is no locale (PEP 538).
    locale = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update({**locale, **environment})
    time.tzset()
    sys.path_importer_cache.pop(SEARCH_PATH[0], None)
    sys.path[:] = [os.path.dirname(words[0]), *SEARCH_PATH[1:]]
    sys.argv[:] = words
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = [sys.executable, *words]
    module = program("menace_main")
    module.__name__, module.__file__ = "__main__", words[0]
    sys.modules["__main__"] = module


def exit_code_of(error):
    """The exit code of an interpreter whose program ended by the exception, which it prints."""
    if not isinstance(error, SystemExit):
        sys.excepthook(type(error), error, error.__traceback__ and error.__traceback__.tb_next)
        return -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1
    if error.code is None or isinstance(error.code, int):
        return (error.code or 0) & 0xFF
    print(error.code, file=sys.stderr)
    return 1


def end(code):
    """Ends as an interpreter does: its threads, what is registered for the end, what nothing refers to any more, and its output."""
    for last in (threading._shutdown, atexit._run_exitfuncs):
        try:
            last()
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
    for name in set(sys.modules) - LOADED:
        del sys.modules[name]
    sys.modules.pop("__main__", None)
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except (OSError, ValueError):
            code = 120
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


gc.collect()
gc.freeze()
SERVER = Server()
JOB = SERVER.next_job()
if JOB:
    try:
        enter(JOB, SERVER)
        # Called from here, so that it has the depth of recursion that it has otherwise.
        sys.exit(sys.modules["__main__"].main(*sys.argv[1:]))
    except BaseException as unhandled:
        CODE = exit_code_of(unhandled)
    end(CODE)

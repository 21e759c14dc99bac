using System.Text.RegularExpressions;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Which Python functions reading proves harmless (docs/verification.md, "What is exercised").</summary>
public sealed partial class PythonProofTests
{
    /// <summary>Sources whose function <c>run</c>, or their statements, do harm when called.</summary>
    private const string Harmful = """
        import shutil
        def run(): shutil.rmtree('out')
        ----
        def run():
            def inner(a: open('x.txt', 'w')): return a
            return 1
        ----
        def run() -> open('x.txt', 'w'): return 1
        ----
        import sys
        def run(): return next(iter(sys.stdout.close, None), 0)
        ----
        import sys
        def run(): sys.argv.clear()
        ----
        import functools
        def run(): return functools.reduce(getattr, ['close'], 'text')
        ----
        from shutil import rmtree as tidy
        def run(): tidy('out')
        ----
        import os
        def run(): os.remove('a')
        ----
        import os
        def run():
            for name in ['a', 'b']:
                os.unlink(name)
        ----
        from pathlib import Path
        def run(): Path('a').unlink()
        ----
        import pathlib
        ROOT = pathlib.Path('out')
        def run(): ROOT.rmdir()
        ----
        def run(path=None): path.unlink()
        ----
        def run(out=None): out.write('x')
        ----
        def run(): open('a', 'w').close()
        ----
        def run():
            with open('a', 'w') as file:
                file.write('x')
        ----
        import os
        def run(): os.system('rm -r out')
        ----
        import subprocess
        def run(): subprocess.run(['rm', '-r', 'out'])
        ----
        import urllib.request
        def run(): urllib.request.urlopen('http://localhost')
        ----
        import requests
        session = requests.Session()
        def run(): return session.get('http://localhost')
        ----
        import socket
        def run(): socket.socket().connect(('localhost', 1))
        ----
        def run(): eval("__import__('os').remove('a')")
        ----
        def run(): exec('import os')
        ----
        def run(): __import__('os').remove('a')
        ----
        import importlib
        def run(): importlib.import_module('os').remove('a')
        ----
        def run():
            import os
            os.remove('a')
        ----
        import os
        def run(name='remove'): getattr(os, name)('a')
        ----
        def run(name='x', value=''): return getattr(value, name)()
        ----
        import os
        def run(): list(map(os.remove, ['a']))
        ----
        import functools, os
        def run(): functools.partial(os.remove, 'a')()
        ----
        import os
        delete = os.remove
        def run(): delete('a')
        ----
        import os
        def run(delete=os.remove): delete('a')
        ----
        import os
        def run(delete=os.remove): list(map(delete, ['a']))
        ----
        import os
        class Guard:
            def __enter__(self): return self
            def __exit__(self, *error): os.remove('a')
        def run():
            with Guard(): pass
        ----
        import os
        class Sum:
            def __add__(self, other): os.remove('a')
        def run(): Sum() + 1
        ----
        import os
        class Box:
            @property
            def size(self): return os.remove('a')
        def run(): return Box().size
        ----
        import os
        class Base:
            def tidy(self): os.remove('a')
        class Box(Base): pass
        def run(): Box().tidy()
        ----
        import os
        def helper(): return deeper()
        def deeper(): os.remove('a')
        def run(): helper()
        ----
        import os
        HANDLERS = {}
        HANDLERS['rm'] = os.remove
        def run(): list(map(HANDLERS.get('rm'), ['a']))
        ----
        import os
        HANDLERS = []
        def register(handler): HANDLERS.append(handler)
        register(os.remove)
        def run(): list(map(HANDLERS[0], ['a']))
        ----
        import math, os
        math.floor = os.remove
        def run(): return math.floor('a')
        ----
        from os import *
        def run(): remove('a')
        ----
        import os
        from os import remove as len
        def run(): return len('a')
        ----
        import os
        globals()['len'] = os.remove
        def run(): return len('a')
        ----
        import builtins, os
        builtins.len = os.remove
        def run(): return len('a')
        ----
        import sys, os
        sys.modules['math'] = os
        import math
        def run(): math.remove('a')
        ----
        def run(): ().__class__.__base__.__subclasses__()[0]()
        ----
        def run(): print.__self__.open('a', 'w')
        ----
        def run(): (lambda: 0).__globals__['__builtins__'].open('a', 'w')
        ----
        import json
        def run(): json.codecs.open('a', 'w')
        ----
        import json
        def run():
            module = json
            module.codecs.open('a', 'w')
        ----
        import operator, os
        def run(): operator.attrgetter('remove')(os)('a')
        ----
        import pickle
        def run(): pickle.loads(b'')
        ----
        import ctypes
        def run(): ctypes.CDLL(None).unlink(b'a')
        ----
        import threading, os
        def run(): threading.Thread(target=os.remove, args=['a']).start()
        ----
        import os, signal
        def run(): os.kill(1, signal.SIGTERM)
        ----
        import os
        def run(): os.environ['HOME'] = '/'
        ----
        import sqlite3
        def run(): sqlite3.connect('a.db')
        ----
        import tempfile
        def run(): tempfile.mkdtemp()
        ----
        import webbrowser
        def run(): webbrowser.open('http://localhost')
        ----
        import smtplib
        def run(): smtplib.SMTP('localhost')
        ----
        import logging
        def run(): logging.basicConfig(filename='a')
        ----
        import click
        @click.command()
        def run(): pass
        ----
        import os
        def noisy(function):
            os.remove('a')
            return function
        @noisy
        def run(): pass
        ----
        def run(): input()
        ----
        def run(): breakpoint()
        ----
        import antigravity
        def run():
            import antigravity
        ----
        import os
        def run(): [os for os in [1]]; os.remove('a')
        ----
        import os
        class Names:
            os = None
            def tidy(self): os.remove('a')
        def run(): Names().tidy()
        ----
        import os
        def run():
            def inner(): os.remove('a')
            return sorted([1], key=lambda n: inner())
        ----
        import os
        def run():
            remove = os.remove
            yield remove('a')
        ----
        import os
        async def run(): os.remove('a')
        ----
        import os
        os.remove('a')
        ----
        import shutil
        shutil.rmtree('out')
        print('done')
        ----
        def super(): return open('a', 'w')
        class Box:
            def __init__(self): super().__init__()
        def run(): Box()
        ----
        import os
        def run():
            match os.remove:
                case delete: list(map(delete, ['a']))
        ----
        import os
        class Meta(type):
            def __call__(cls): os.remove('a')
        class Box(metaclass=Meta): pass
        def run(): Box()
        ----
        import os
        class Box:
            os.remove('a')
            def __del__(self): os.rmdir('b')
        def run(): return 1 and Box
        ----
        import Basis
        def run(): Basis.os.remove('a')
        ----
        from Basis import os
        def run(): os.remove('a')
        ----
        import Basis
        def run(): list(map(Basis.remove, ['a']))
        ----
        import os
        def run(): print('a', file=os.fdopen(1))
        ----
        import zipfile
        def run(): zipfile.ZipFile('a.zip').extractall('/')
        ----
        import multiprocessing, os
        def run(): multiprocessing.Pool().map(os.remove, ['a'])
        ----
        def run():
            try: 1 / 0
            except ZeroDivisionError as error: error.__traceback__.tb_frame.f_builtins['open']('a', 'w')
        ----
        def run(): (x for x in [1]).gi_frame.f_builtins['open']('a', 'w')
        ----
        import os
        if True:
            def run(): os.remove('a')
        ----
        from os import remove as run
        ----
        import os
        run = lambda: os.remove('a')
        ----
        import functools, shutil
        run = functools.partial(shutil.rmtree, 'out')
        ----
        import re
        def run(): re.sub('a', __import__('os').remove, 'a')
        ----
        import os
        values = [os.remove]
        def run():
            for value in values: list(map(value, ['a']))
        ----
        import string, os
        string.Formatter.get_field = os.remove
        def run(): string.Template('a').substitute()
        ----
        import math, os
        if __name__ != '__main__':
            setup = [os.remove]
            list(map(setup[0], ['a']))
        def run(): return math.sqrt(4)
        """;

    private const string Harmless = """
        print('hello')
        ----
        def run(): return sum(range(3))
        ----
        import datetime
        def run():
            return datetime.datetime.now().strftime('%Y')
        ----
        import json
        from collections import Counter
        def run(text='a b'):
            c = Counter(text.split())
            return json.dumps(dict(c.most_common(3)))
        ----
        from dataclasses import dataclass
        @dataclass
        class P:
            x: int = 0
            def move(self, by):
                self.x += by
                return self
        def run():
            return P(1).move(2).x
        ----
        def even(n):
            return n == 0 or odd(n - 1)
        def odd(n):
            return n != 0 and even(n - 1)
        def run():
            return [n for n in range(9) if even(n)]
        ----
        class E(Exception):
            def __init__(self, a):
                super().__init__(a)
                self.a = a
        def run():
            try:
                raise E(1)
            except E as error:
                return error.a
        ----
        import logging
        log = logging.getLogger(__name__)
        RATES = {'a': 1}
        def run(name='a'):
            log.info('x')
            return RATES.get(name, 0)
        ----
        double = lambda n=2: n * 2
        def run(): return double()
        ----
        import functools
        @functools.lru_cache(maxsize=None)
        def fib(n):
            return n if n < 2 else fib(n-1)+fib(n-2)
        def run(): return fib(20)
        ----
        import re
        P = re.compile(r'a+')
        def run():
            return [m.group(0) for m in P.finditer('aaba')]
        ----
        from enum import Enum
        class C(Enum):
            RED = 1
        def run(): return sorted((c.name for c in C), key=lambda n: n.lower())
        ----
        import itertools
        def run():
            yield from itertools.chain.from_iterable([[1],[2]])
        ----
        import urllib.parse
        def run(): return urllib.parse.quote('a b')
        ----
        import os
        def run(): return os.path.join('a','b') + os.sep
        ----
        def run():
            def inner(x): return x + 1
            return [inner(i) for i in range(3)]
        ----
        import random
        def run():
            r = random.Random(1)
            return r.randint(1, 6)
        ----
        import math
        if __name__ == '__main__':
            import shutil
            shutil.rmtree('/x')
        def run(): return math.sqrt(4)
        ----
        _count = 0
        def run():
            global _count
            _count += 1
            return _count
        ----
        from decimal import Decimal, ROUND_HALF_UP
        def run(): return Decimal('1.005').quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)
        ----
        import shutil
        def purge(): shutil.rmtree('x')
        def run(): return 1
        ----
        import asyncio
        async def one(): 
            await asyncio.sleep(0)
            return 1
        async def run():
            return await asyncio.gather(one(), one())
        """;

    [Fact]
    public async Task Every_harmful_function_has_an_obstacle()
    {
        var proofs = await ProveAsync(Harmful);

        Assert.True(proofs.Count >= 80);
        Assert.All(proofs, proof => Assert.True(proof.Function.Obstacle is not null, proof.Code));
    }

    [Fact]
    public async Task Every_harmless_function_is_proved() =>
        Assert.All(await ProveAsync(Harmless), proof => Assert.True(proof.Function.Obstacle is null, $"{proof.Function.Obstacle}:\n{proof.Code}"));

    [Theory]
    [InlineData("import shutil\ndef run(): shutil.rmtree('a')", "calls 'shutil.rmtree', which reading cannot prove harmless")]
    [InlineData("def run(path=None): path.unlink()", "calls '.unlink()' of a value whose type reading does not know")]
    [InlineData("from pathlib import Path\ndef run(): Path('a').unlink()", "calls 'pathlib.Path', which reading cannot prove harmless")]
    [InlineData("def run(action=print): action()", "calls 'action', a value that reading does not know")]
    [InlineData("def run(): return run.__globals__", "uses the attribute '__globals__'")]
    [InlineData("def run(): eval('1')", "its module uses 'eval', which can change any name")]
    [InlineData("import click\n@click.command()\ndef run(): pass", "has the decorator 'click.command', which reading cannot prove harmless")]
    public async Task Obstacle_names_the_cause(string code, string obstacle) =>
        Assert.Equal(obstacle, Assert.Single((await AnalyseAsync(code, "run")).Functions).Obstacle);

    [Fact]
    public async Task Dependency_that_is_called_is_used()
    {
        var function = Assert.Single(await ProveAsync("import Basis\ndef helper(): return Basis.two()\ndef run(): return helper() + 1")).Function;

        Assert.Null(function.Obstacle);
        Assert.Equal(["Basis"], function.UsedDependencies);
    }

    [Theory]
    [InlineData("from shutil import rmtree\ndef run(): return 1", "'rmtree': calls 'shutil.rmtree', which reading cannot prove harmless")]
    [InlineData("import shutil\ndef _purge(): shutil.rmtree('a')\ndef run(): return 1", "'_purge': calls 'shutil.rmtree', which reading cannot prove harmless")]
    [InlineData("import shutil\ndef run(): return 1", null)]
    public async Task Names_that_other_bots_reach_are_proved_too(string code, string? obstacle)
    {
        var analysis = await AnalyseAsync(code, "run");

        Assert.Null(analysis.Functions.Single(function => function.Name == "run").Obstacle);
        Assert.Equal(obstacle, analysis.PublicUse!.Obstacle);
    }

    [Fact]
    public void Table_of_harmless_names_is_on_the_page()
    {
        var rows = Row().Matches(Templates.Text("python/harmless_names.py").ReplaceLineEndings("\n").Replace("\n  ", " ", StringComparison.Ordinal))
            .Select(row => $"| {row.Groups["about"].Value} | {row.Groups["names"].Value} |").ToList();
        var page = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "verification.md"));
        var start = Array.IndexOf(page, "## What reading proves harmless in Python");

        Assert.True(start >= 0 && rows.Count > 40);
        Assert.Equal(rows, page.Skip(start).SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith('|')));
    }

    private static async Task<IReadOnlyList<(string Code, FunctionSignature Function)>> ProveAsync(string corpus)
    {
        var codes = corpus.Split("\n----\n");
        var analyses = await Language.AnalyseAsync(
            [.. codes.Select(code => new CodeSource("DemoBot", "DemoBot", code, ["run"]) { Dependencies = ["Basis"] })], default);
        Assert.All(analyses, analysis => Assert.Empty(analysis.Errors));
        return [.. codes.Zip(analyses, (code, analysis) => (code, analysis.Functions.Single(function => function.Name == "run")))];
    }

    [GeneratedRegex("^(?<about>[a-z_.]+): (?<names>[^\n]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}

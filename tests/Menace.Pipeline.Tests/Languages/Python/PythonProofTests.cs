using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Which Python functions reading proves harmless (docs/verification.md, "What is exercised").</summary>
public sealed partial class PythonProofTests
{
    /// <summary>Sources whose function <c>run</c>, or their statements, do harm when called.</summary>
    internal const string Harmful = """
        import shutil
        def run(): shutil.rmtree('out')
        ----
        import methods
        def run(): return methods.append('x')
        ----
        import special
        def run(): return special.__len__()
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
        ----
        import logging
        def run(): list(map(logging.getLogger().manager.root.addHandler, [1]))
        ----
        import logging
        def run(): logging.getLogger().handlers.clear()
        ----
        import logging
        class Own:
            def addHandler(self, handler): return handler
        def run(): logging.getLogger().addHandler(1)
        ----
        import logging
        log = logging.getLogger()
        def run(): log.disabled = True
        ----
        import logging
        def run():
            match logging.getLogger():
                case object(handlers=found): found.clear()
        ----
        def load():
            global f
            from os import remove as f
        def run():
            load()
            f('a')
        ----
        def load():
            global files
            import os as files
        def run():
            load()
            files.remove('a')
        ----
        import os
        def f(): os.remove('a')
        def run():
            def f(): pass
            def g():
                global f
                f()
            g()
        ----
        import os
        class Hook:
            def setter(self, function):
                os.remove('a')
                return function
        hook = Hook()
        def run():
            @hook.setter
            def g(): pass
        ----
        import os
        HANDLERS = []
        def setup():
            h = HANDLERS
            h.append(os.remove)
        DONE = setup()
        def run(): list(map(HANDLERS[0], ['a']))
        ----
        import os
        HANDLERS = []
        def register(function):
            HANDLERS.append(function)
            return function
        @register
        def harmful(path): os.remove(path)
        def run(): list(map(HANDLERS[0], ['a']))
        ----
        import os
        HANDLERS = []
        def setup(): [HANDLERS][0].append(os.remove)
        class Box:
            done = setup()
        def run(): list(map(HANDLERS[0], ['a']))
        ----
        import os
        HANDLERS = []
        def setup(): [HANDLERS][0].append(os.remove)
        def other(done=setup()): return done
        def run(): list(map(HANDLERS[0], ['a']))
        ----
        import json
        from enum import IntEnum
        class Own:
            def _convert_(self, *values): return values
        def run(): IntEnum._convert_('dumps', 'json', lambda name: True)
        ----
        import copy
        from fractions import Fraction
        class Own:
            def __reduce__(self): return (max, ([Fraction],), (None, {'limit_denominator': len}))
        def run(): copy.copy(Own())
        ----
        import copy
        from fractions import Fraction
        def reduced(self, version): return (max, ([int],), (None, {'x': len}))
        def run(): copy.copy(type('Own', (), {'__reduce_ex__': reduced})())
        ----
        import copy
        class Own: pass
        def reduced(self, version): return (max, ([int],), (None, {'x': len}))
        def run(): list(map(type(Own), ['X'], [()], [{'__reduce_ex__': reduced}]))
        ----
        from enum import Enum
        def reduced(self, version): return (max, ([int],), (None, {'x': len}))
        def run(): return Enum('X', {'__reduce_ex__': reduced, 'A': 1})
        ----
        from enum import Enum
        class Base(Enum): pass
        def reduced(self, version): return (max, ([int],), (None, {'x': len}))
        def run(): return Base('X', {'__reduce_ex__': reduced, 'A': 1})
        ----
        import abc
        def run(): return abc.ABCMeta('X', (), {'__reduce_ex__': len})
        ----
        from fractions import Fraction
        class Own:
            def change(self): self.limit_denominator = None
        def run(): Own.change(Fraction)
        ----
        from fractions import Fraction
        def run():
            for item in [Fraction]: item.limit_denominator = None
        ----
        import functools, json
        def own(): pass
        def run(): list(map(functools.wraps(own), [json.dumps]))
        ----
        import dataclasses
        from fractions import Fraction
        def run(): dataclasses.dataclass(Fraction)
        ----
        from calendar import month_name
        def run(): [month_name][0]._months.clear()
        ----
        import keyword
        def run(): keyword.kwlist.clear()
        ----
        import asyncio
        async def one(): pass
        async def run(): list(map(asyncio.gather(one())._loop.call_soon, [print]))
        ----
        import asyncio
        class Own:
            def get_loop(self): return self
            def stop(self): return 1
        async def one(): pass
        async def run(): asyncio.gather(one()).get_loop().stop()
        ----
        from collections.abc import Sequence
        class Own:
            def register(self): pass
        def run(): Sequence.register(Own)
        ----
        import calendar
        def run(): calendar.month_name._months.clear()
        ----
        import json
        def run(): return '{0.__globals__}'.format(json.dumps)
        ----
        import json
        def run(text='{0.__globals__}'): return text.format(json.dumps)
        ----
        import json
        def run(): return list(map(str.format, ['{0.__globals__}'], [json.dumps]))
        ----
        def run():
            __tracebackhide__ = print
            return 1 / 0
        ----
        import os
        try: pass
        except Exception as f: pass
        def run(): f('a')
        ----
        import DemoBot
        def run(): return DemoBot.purge()
        ----
        import os
        class Names:
            remove = 1
        def run(): return Names.os.remove
        ----
        import sys
        def run(): return [sys.exit][0].__self__
        ----
        import os
        def run():
            def inner(text=(f := os.remove)): return text
            f('a')
        ----
        import os
        def run(): return (lambda f=os.remove: f('a'))()
        ----
        import os
        class Meta(type):
            def __getattr__(cls, name): return os.remove(name)
        class Box(metaclass=Meta): pass
        def run(): return Box.a
        ----
        import os
        class Base:
            def __init_subclass__(cls): os.remove('a')
        def run():
            class Box(Base): pass
        ----
        import os
        class Field:
            def __set_name__(self, owner, name): os.remove('a')
        def run():
            class Box: x = Field()
        ----
        import os
        class Field:
            def __get__(self, owner, kind): os.remove('a')
        class Box: x = Field()
        def run(): return Box.x
        ----
        import os
        class Box:
            def __str__(self): return str(os.remove('a'))
        def run(): return f'{Box()}'
        ----
        import os
        class Box:
            def __hash__(self): os.remove('a')
        def run(): return {Box(): 1}
        ----
        import os
        class Fault(Exception):
            def __str__(self): os.remove('a')
        def run(): raise Fault()
        ----
        import enum, os
        class Colour(enum.Enum):
            RED = 1
            @classmethod
            def _missing_(cls, value): os.remove('a')
        def run(): return Colour(2)
        ----
        import os.path as p
        def run(): p.os.remove('a')
        ----
        from . import other
        def run(): other.purge()
        ----
        import ｏｓ
        def run(): ｏｓ.ｒｅｍｏｖｅ('a')
        ----
        from os import path
        def run(): path.os.remove('a')
        ----
        import os
        X = {'f': lambda: os.remove('a')}
        def run(): return list(map(X['f'], []))
        ----
        import json
        def run(): json.dump([], open('a', 'w'))
        ----
        import logging
        log = logging.getLogger()
        def run(): return getattr(log, 'handlers').clear()
        ----
        import typing
        from fractions import Fraction
        def run(): typing.final(Fraction)
        ----
        from fractions import Fraction
        def run():
            if (c := Fraction) == 1: pass
            c.limit_denominator = None
        ----
        from fractions import Fraction
        class Own:
            def __eq__(self, other): other.limit_denominator = None
        def run(): return Own() == Fraction
        ----
        from typing import cast
        from fractions import Fraction
        def run(): cast('T', Fraction).limit_denominator = None
        ----
        from fractions import Fraction
        def field(value): value.limit_denominator = None
        def run(): field(Fraction)
        ----
        from fractions import Fraction
        class Own(Fraction):
            limit_denominator = 1
        class Other:
            def mro(self): return []
        def run(): Own.mro()[1].limit_denominator = None
        ----
        from fractions import Fraction
        def run():
            try: Fraction.count
            except AttributeError as error: error.obj.limit_denominator = None
        ----
        from typing import Mapping
        Rows = Mapping[str, int]
        def run():
            for rows in [Rows]: rows.get = None
        ----
        from typing import Mapping
        def run():
            rows = Mapping[str, int]
            rows.get = None
        ----
        import logging.handlers
        class Own: handlers = []
        def run(): logging.getLogger().handlers.clear()
        ----
        import logging
        def run(): return [logging.getLogger()][0].handlers
        ----
        import logging
        class Own:
            def __init__(self): self.log = logging.getLogger()
            def run(self): self.handlers = self.log
        def run(): return Own().run()
        ----
        from logging import getLogger as get
        log = get()
        def run(): return log
        ----
        import os
        REGISTRY = []
        class Names:
            def __getitem__(self, key): [REGISTRY][0].append(os.remove)
        NAMES = Names()
        def other(a: NAMES['x']): return a
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        class Base:
            def __init_subclass__(cls): [REGISTRY][0].append(os.remove)
        class Box(Base): pass
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import logging
        class Own:
            __match_args__ = ('__globals__',)
        def run(value=1):
            match value:
                case Own(found): return found
        ----
        import os
        class Box:
            def __getattr__(self, name): return os.remove
        def run(): return Box().x
        ----
        import os
        REGISTRY = []
        class Keep:
            def __add__(self, other): [REGISTRY][0].append(os.remove)
        K = Keep()
        L = K + 1
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        class Keep:
            def __set_name__(self, owner, name): [REGISTRY][0].append(os.remove)
        class Box:
            keep = Keep()
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        def keep(cls):
            [REGISTRY][0].append(os.remove)
            return cls
        @keep
        class Box: pass
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        class Box:
            def keep(function):
                [REGISTRY][0].append(os.remove)
                return function
            @keep
            def a(self): pass
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        class Box:
            REGISTRY.append(os.remove)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        if True:
            REGISTRY.append(os.remove)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = [].append
        class Box:
            x = [REGISTRY(os.remove)]
        def run(): return 1 if Box else 0
        ----
        import os
        REGISTRY = []
        class Box:
            for f in [os.remove]: REGISTRY.append(f)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        add = REGISTRY.append
        class Box:
            add(os.remove)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        ALIAS = REGISTRY
        class Box:
            x = ALIAS.append(os.remove)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        REGISTRY = []
        class Box:
            ALIAS = REGISTRY
            x = ALIAS.append(os.remove)
        def run(): list(map(REGISTRY[0], ['a']))
        ----
        import os
        class Box:
            f = None
        def arm(box=Box): box.f = os.remove
        ARMED = arm()
        def run(): list(map(Box.f, ['a']))
        ----
        import os
        from dataclasses import dataclass, field
        REGISTRY = []
        def make(): REGISTRY.append(os.remove)
        @dataclass
        class Box:
            x: list = field(default_factory=make)
        def run(): return Box()
        ----
        import asyncio
        async def run():
            loop = asyncio.get_running_loop()
            loop.stop()
        ----
        def run(): return [f for f in (exec,)][0]('1')
        ----
        import os
        def run(path=__file__): return list(map(os.remove, [path]))
        ----
        import os
        class Names(dict):
            def __missing__(self, key): os.remove(key)
        def run(): return Names()['a']
        ----
        import os
        class Text(str):
            def __format__(self, spec): os.remove('a')
        def run(): return f'{Text()}'
        ----
        import os
        class Box:
            def __iter__(self): yield os.remove('a')
        def run(): return list(Box())
        ----
        import os
        class Box:
            def __aenter__(self): os.remove('a')
            def __aexit__(self, *e): pass
        async def run():
            async with Box(): pass
        ----
        import io
        def run(): return io.open('a', 'w')
        ----
        from io import StringIO as S
        import io
        def run(): io.FileIO('a', 'w')
        ----
        import os
        def run():
            import os.path as p
            return p.genericpath.os.remove('a')
        ----
        import json
        class Own: codecs = 1
        def run(): return json.codecs.open('a', 'w')
        ----
        import random
        class Own: _os = 1
        def run(): return random._os.remove('a')
        ----
        from random import Random
        class Own: _os = 1
        def run(): return random()._os
        ----
        import re
        class Own: sys = 1
        def run():
            try: re.missing
            except AttributeError as error: return error.obj.sys
        ----
        import functools
        class Own: func = 1
        def run(): return functools.partial(print).func.__self__
        ----
        import enum
        class Own: _member_map_ = {}
        class C(enum.Enum): A = 1
        def run(): C._member_map_.clear()
        ----
        import logging
        log = logging.getLogger()
        def run(log=log): return log
        ----
        import logging
        log = logging.getLogger()
        def run(): return list(map(lambda l: l, [log]))
        ----
        import logging
        for log in [logging.getLogger()]: pass
        def run(): log.info('a')
        ----
        import logging
        def run():
            if (log := logging.getLogger()): log.handlers = []
        ----
        from dataclasses import dataclass
        from fractions import Fraction
        @dataclass
        class Own:
            x: int = Fraction
        def run(): Own().x.limit_denominator = None
        ----
        from fractions import Fraction
        class Own:
            x = Fraction
        def run(): Own.x.limit_denominator = None
        ----
        from fractions import Fraction
        X = Fraction
        def run(): X.limit_denominator = None
        ----
        from fractions import Fraction
        class Own(Fraction): pass
        def run(): super(Own, Own).limit_denominator = None
        ----
        from fractions import Fraction
        class Own(Fraction): pass
        def run(): super(Own, Own(1)).__class__
        ----
        from fractions import Fraction
        import functools
        def run(): functools.partial(Fraction).func.limit_denominator = None
        ----
        from fractions import Fraction
        def run(): type(Fraction(1)).limit_denominator = None
        ----
        from fractions import Fraction
        def run():
            for kind in map(type, [Fraction(1)]): kind.limit_denominator = None
        ----
        from fractions import Fraction
        def run():
            f = lambda kind=Fraction: kind
            f().limit_denominator = None
        ----
        from fractions import Fraction
        def run():
            match Fraction(1):
                case Fraction() as x: x.__class__.y = 1
        ----
        from collections import defaultdict
        from fractions import Fraction
        class Own: default_factory = 1
        def run(): defaultdict(Fraction).default_factory.limit_denominator = None
        ----
        from contextlib import suppress
        from fractions import Fraction
        class Own: _exceptions = 1
        def run(): suppress(Fraction)._exceptions[0].limit_denominator = None
        ----
        from fractions import Fraction
        def run(): (Fraction if True else 1).limit_denominator = None
        ----
        from typing import NamedTuple
        from fractions import Fraction
        class P(NamedTuple):
            x: Fraction = Fraction
        def run(): P().x.limit_denominator = None
        ----
        import os
        def run():
            async def inner(): os.remove('a')
            return inner
        ----
        import os
        def run():
            class Inner:
                def __init__(self): os.remove('a')
            return Inner()
        ----
        import os
        from contextlib import contextmanager
        @contextmanager
        def scope():
            yield
            os.remove('a')
        def run():
            with scope(): pass
        ----
        import os
        def helper(f): return f('a')
        def run(): return helper(os.remove)
        ----
        import os
        from functools import wraps
        def deco(f):
            @wraps(f)
            def w(*a): os.remove('a')
            return w
        @deco
        def run(): pass
        ----
        class A:
            def __reduce_ex__(self, p): return (print, ())
        def run(): return A()
        ----
        def run():
            __class__ = 1
            return __class__
        ----
        import os
        x = 1
        def run():
            def g():
                global x
                x = os.remove
            g()
            return list(map(x, ['a']))
        """;

    internal const string Harmless = """
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
        ----
        from dataclasses import dataclass, field
        @dataclass(order=True)
        class Item:
            name: str
            price: float = 1.0
            tags: list[str] = field(default_factory=list)
            def __str__(self): return f'{self.name}: {self.price:.2f}'
            @property
            def total(self): return self.price * 2
            @total.setter
            def total(self, value): self.price = value / 2
        def run():
            item = Item('a')
            item.total = 4
            return str(item) + repr(sorted([item, Item('b')], key=lambda i: i.price))
        ----
        from typing import Dict, List, Optional, NamedTuple
        from collections import namedtuple, defaultdict, Counter
        Rows = List[Dict[str, int]]
        class P(NamedTuple):
            x: int
            y: int = 0
        Q = namedtuple('Q', 'left right')
        def run(rows: Optional[Rows] = None):
            groups = defaultdict(Counter)
            groups['a']['b'] += 1
            p = P(1)
            return p.x + p.y + Q(1, 2).left + len(groups)
        ----
        import functools
        def twice(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs) if False else 2
            return wrapper
        def plain(): return 1
        def run(): return plain()
        ----
        from datetime import date, datetime, timedelta
        def run():
            d = date(2024, 2, 1)
            return (d + timedelta(days=3)).year + d.month + datetime(2024, 1, 1).hour
        ----
        from enum import Enum, auto
        class Colour(Enum):
            RED = auto()
            BLUE = auto()
            @property
            def label(self): return self.name.title()
        def run(): return [c.label for c in Colour] + [Colour.RED.value]
        ----
        class Vector:
            __slots__ = ('x', 'y')
            def __init__(self, x, y):
                self.x, self.y = x, y
            def __add__(self, other):
                if not isinstance(other, Vector): return NotImplemented
                return Vector(self.x + other.x, self.y + other.y)
            def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
            def __hash__(self): return hash((self.x, self.y))
            def __repr__(self): return f'{type(self).__name__}({self.x}, {self.y})'
        def run(): return repr(Vector(1, 2) + Vector(3, 4))
        ----
        class Stack:
            def __init__(self): self._items = []
            def push(self, item): self._items.append(item)
            def pop(self): return self._items.pop()
            def __len__(self): return len(self._items)
            def __iter__(self): return iter(self._items)
        def run():
            stack = Stack()
            stack.push(1)
            stack.push(2)
            return stack.pop() + len(stack) + sum(stack)
        ----
        from abc import ABC, abstractmethod
        import math
        class Shape(ABC):
            @abstractmethod
            def area(self): ...
        class Circle(Shape):
            def __init__(self, r): self.r = r
            def area(self): return math.pi * self.r ** 2
        def run(): return [shape.area() for shape in (Circle(1), Circle(2))]
        ----
        def run(value=3):
            match value:
                case int(n) if n > 2: return 'big'
                case {'a': a, **rest}: return a
                case [first, *others]: return first
                case _: return None
        ----
        import json
        from decimal import Decimal, InvalidOperation
        def run():
            try:
                return json.dumps({'a': str(Decimal('1.2'))}, sort_keys=True)
            except (InvalidOperation, json.JSONDecodeError, ValueError) as error:
                return '{}: {}'.format(type(error).__name__, error)
        ----
        TEMPLATE = 'Hello {name}, {count:>3}'
        def run(): return TEMPLATE.format(name='a', count=2) + '%s' % 3
        ----
        import re
        TOKEN = re.compile(r'\s*(?:(\d+)|(.))')
        def tokens(text):
            for number, operator in TOKEN.findall(text):
                yield int(number) if number else operator
        def run(): return list(tokens('1 + 2'))
        ----
        from collections import deque
        GRAPH = {'a': ['b'], 'b': []}
        def run():
            seen, queue = set(), deque(['a'])
            while queue:
                node = queue.popleft()
                if node not in seen:
                    seen.add(node)
                    queue.extend(GRAPH[node])
            return sorted(seen)
        ----
        import random
        random.seed(1)
        def run(): return random.choice([1, 2])
        ----
        from contextlib import contextmanager
        @contextmanager
        def scope(name):
            yield name.upper()
        def run():
            with scope('a') as name:
                return name
        ----
        from urllib.parse import urlparse
        def run():
            parsed = urlparse('https://a.example/b?c=1')
            return parsed.netloc + parsed.path
        ----
        import copy
        def run():
            a = {'x': [1]}
            b = copy.deepcopy(a)
            b['x'].append(2)
            return a
        ----
        def outer():
            count = 0
            def inner():
                nonlocal count
                count += 1
                return count
            return inner() + inner()
        def run(): return outer()
        ----
        import sqlite3
        DB = 'a.db'
        def save():
            connection = sqlite3.connect(DB)
            connection.execute('x')
        def run(): return 1
        ----
        from pathlib import PurePosixPath
        def run(): return PurePosixPath('a/b.txt').stem + PurePosixPath('a/b.txt').parent.name
        ----
        class Node:
            def __init__(self, value, next=None):
                self.value = value
                self.next = next
        def run():
            node, total = Node(1, Node(2)), 0
            while node:
                total += node.value
                node = node.next
            return total
        ----
        from fractions import Fraction
        from numbers import Number
        def run(): return [Fraction(1, 3).numerator, isinstance(1, (Number, Fraction)), list(map(Fraction, [1]))]
        ----
        class Shop:
            RATE = 0.2
            @classmethod
            def make(cls): return cls()
            @staticmethod
            def round(x): return round(x, 2)
            def price(self, x): return self.round(x * (1 + self.RATE))
        def run(): return Shop.make().price(10)
        ----
        import statistics as st
        def run(): return st.mean([1, 2]), st.median([3])
        ----
        import logging
        logger = logging.getLogger(__name__)
        class Account:
            def __init__(self): self.balance = 0
            def deposit(self, amount):
                logger.info('deposit %s', amount)
                self.balance += amount
        def run():
            account = Account()
            account.deposit(2)
            return account.balance
        ----
        from __future__ import annotations
        from typing import TYPE_CHECKING, Mapping, Optional
        import calendar
        if TYPE_CHECKING:
            from collections.abc import Sequence
        class Node:
            def __init__(self, parent: Optional[Node] = None): self.parent = parent
        def other(nodes: Sequence[Node]) -> Mapping[str, Node]: return {}
        def run() -> Optional[str]: return calendar.month_name[3] + str(Node().parent)
        ----
        import asyncio
        async def one(n): return n
        async def run():
            first, second = await asyncio.gather(one(1), one(2))
            return first + second
        ----
        from fractions import Fraction
        def run(value=1):
            if type(value) is Fraction or type(value) in (int, float): return 1
            if not isinstance(value, (int, Fraction)): raise TypeError
            return sum(map(Fraction, [1, 2]))
        ----
        from functools import reduce, partial
        import operator
        def run(): return reduce(operator.mul, [1, 2, 3]) + sum(map(partial(pow, 2), [3]))
        ----
        from typing import Generic, TypeVar
        T = TypeVar('T')
        class Box(Generic[T]):
            def __init__(self, item: T) -> None: self.item = item
            def get(self) -> T: return self.item
        def run(): return Box(3).get()
        ----
        import time, uuid, hashlib, base64
        def run():
            started = time.perf_counter()
            return hashlib.sha256(b'a').hexdigest()[:8] + base64.b64encode(b'x').decode() + str(uuid.uuid5(uuid.NAMESPACE_DNS, 'a'))
        ----
        from typing import Protocol
        class Speaker(Protocol):
            def speak(self) -> str: ...
        class Dog:
            def speak(self): return 'wuff'
        def greet(speaker: Speaker) -> str: return speaker.speak()
        def run(): return greet(Dog())
        ----
        import csv, io
        def run():
            rows = list(csv.DictReader(io.StringIO('a,b\n1,2')))
            return rows[0]['a']
        ----
        class BankError(Exception): pass
        class Bank:
            def __init__(self): self.accounts = {}
            def open_account(self, name, amount=0):
                if name in self.accounts: raise BankError(name)
                self.accounts[name] = amount
                return self
            def total(self): return sum(self.accounts.values())
        def run(): return Bank().open_account('a', 3).total()
        """;

    [Fact]
    public async Task Every_harmful_function_has_an_obstacle()
    {
        var proofs = await ProveAsync(Harmful);

        Assert.True(proofs.Count >= 200);
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

    [Theory]
    [InlineData("fractions.py", "the file 'fractions.py' is part of its code, and reading did not follow it")]
    [InlineData("data/values.csv", null)]
    public async Task Python_file_of_the_task_is_an_obstacle(string path, string? reason)
    {
        const string Code = "from fractions import Fraction\ndef run(): return Fraction(1, 2)";
        var task = new TaskInfo { Name = "Demo", Metadata = new() { Files = new Dictionary<string, string> { [path] = "x" } } };
        var draft = new BotDraft(task, new Dictionary<string, FileContent> { ["x"] = FileContent.FromText("") }, Code)
        {
            Language = BotLanguage.Python,
            Purpose = "p",
            Functions = ["run"],
            Proofs = Exercise.Prove(await AnalyseAsync(Code, "run")),
        };

        var decided = Exercise.Decide([draft]);

        Assert.Equal(reason, Assert.Single(decided).NotExercised.GetValueOrDefault("run"));
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

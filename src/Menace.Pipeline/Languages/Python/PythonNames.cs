using System.Text;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Names that Python itself defines.</summary>
internal static class PythonNames
{
    /// <summary>The exceptions of the builtins module of Python 3.9 (Library Reference, "Exception hierarchy").</summary>
    private static readonly HashSet<string> Exceptions = new(StringComparer.Ordinal)
    {
        "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BlockingIOError", "BrokenPipeError", "BufferError",
        "ChildProcessError", "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "EOFError",
        "EnvironmentError", "Exception", "FileExistsError", "FileNotFoundError", "FloatingPointError", "GeneratorExit", "IOError",
        "ImportError", "IndentationError", "IndexError", "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt",
        "LookupError", "MemoryError", "ModuleNotFoundError", "NameError", "NotADirectoryError", "NotImplementedError", "OSError",
        "OverflowError", "PermissionError", "ProcessLookupError", "RecursionError", "ReferenceError", "RuntimeError",
        "StopAsyncIteration", "StopIteration", "SyntaxError", "SystemError", "SystemExit", "TabError", "TimeoutError", "TypeError",
        "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "ValueError",
        "Warning", "ZeroDivisionError",
    };

    /// <summary><paramref name="name"/> as Python compares it (Language Reference, "Identifiers").</summary>
    public static string Normalized(string name) => name.Normalize(NormalizationForm.FormKC);

    /// <summary>True if <paramref name="name"/> is an exception that needs no import.</summary>
    public static bool IsBuiltinException(string name) => Exceptions.Contains(name);
}

namespace Menace.Sdk.Tests.Rig;

/// <summary>Small task lists. Python and shell bots, because they are verified in a fraction of the time of a C# bot.</summary>
internal static class Bots
{
    /// <summary>The seed's own example.</summary>
    public const string Demo = """
        [
          {
            "name": "DemoBot",
            "dependencies": [],
            "resources": {},
            "schedule": "once",
            "code": "print('hello')",
            "metadata": { "purpose": "demo", "functions": ["run"] }
          }
        ]
        """;

    /// <summary>Base, Middle that uses it, Top that uses Middle, and Alone.</summary>
    public const string Chain = """
        [
          {
            "name": "Base",
            "code": "def value():\n    return 1\n",
            "metadata": { "language": "python", "purpose": "base", "examples": [{ "function": "value", "returns": 1 }] }
          },
          {
            "name": "Middle",
            "dependencies": ["Base"],
            "code": "import Base\n\ndef value():\n    return Base.value() + 1\n",
            "metadata": { "language": "python", "purpose": "middle", "examples": [{ "function": "value", "returns": 2 }] }
          },
          {
            "name": "Top",
            "dependencies": ["Middle"],
            "code": "import Middle\n\ndef value():\n    return Middle.value() + 1\n",
            "metadata": { "language": "python", "purpose": "top", "examples": [{ "function": "value", "returns": 3 }] }
          },
          {
            "name": "Alone",
            "code": "say() {\n    echo alone\n}\n",
            "metadata": { "language": "shell", "purpose": "alone", "examples": [{ "function": "say", "prints": "alone" }] }
          }
        ]
        """;

    /// <summary>A chain of three languages, C# calling Python calling shell, and Alone.</summary>
    public const string Mixed = """
        [
          {
            "name": "base-bot",
            "code": "value() {\n    echo 1\n}\n",
            "metadata": { "language": "shell", "purpose": "base", "examples": [{ "function": "value", "prints": "1" }] }
          },
          {
            "name": "Middle",
            "dependencies": ["base-bot"],
            "code": "import base_bot\n\ndef value():\n    return int(base_bot.value()) + 1\n",
            "metadata": { "language": "python", "purpose": "middle", "examples": [{ "function": "value", "returns": 2 }] }
          },
          {
            "name": "Top",
            "dependencies": ["Middle"],
            "code": "return (int)Middle.value()! + 1;",
            "metadata": { "purpose": "top", "functions": ["Value"], "examples": [{ "function": "Value", "returns": 3 }] }
          },
          {
            "name": "Alone",
            "code": "def value():\n    return 1\n",
            "metadata": { "language": "python", "purpose": "alone", "examples": [{ "function": "value", "returns": 1 }] }
          }
        ]
        """;
}

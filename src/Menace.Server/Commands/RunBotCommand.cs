using System.CommandLine;
using System.ComponentModel;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace run BOT</c>: calls a bot's command by the means of its language, within its time.</summary>
internal static class RunBotCommand
{
    public static Command Create()
    {
        var bot = new Argument<string>("bot") { Description = "Name of the bot." };
        var arguments = new Argument<string[]>(
            "arguments")
        {
            Description = "The function and its arguments as JSON (default: the bot's first function).",
            Arity = ArgumentArity.ZeroOrMore
        };
        var repositories = CommandOption.Of(
            "--repositories", "FOLDER", "The repository folder (default: the variable BOT_DEV_REPO_BASE, else dev_repos).",
            Environment.GetEnvironmentVariable("BOT_DEV_REPO_BASE") is { Length: > 0 } folder ? folder : "dev_repos");
        var timeout = CommandOption.Of("--timeout", "TIME", "Time limit of the run (default: resources.timeout of the bot, else 10m).");
        var command = new Command("run", "Runs a bot from its repository.") { bot, arguments, repositories, timeout };
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => RunAsync(
            line.GetValue(repositories)!,
            line.GetValue(bot)!,
            line.GetValue(arguments)!,
            line.GetValue(timeout) is { } text ? CommandOption.Duration("--timeout", text) : null,
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string repositories, string name, string[] arguments, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner();
        var bot = BuiltBot.Find(Path.GetFullPath(repositories), name, runner);
        var limit = timeout ?? bot.Timeout;
        try
        {
            IReadOnlyList<string> words = [
                .. await bot.WordsAsync(cancellationToken), .. arguments.Length > 0 ? arguments : bot.StandardArguments];
            var result = await runner.RunAsync(new ProcessCommand(words[0], [.. words.Skip(1)], bot.Root), limit, cancellationToken);
            Console.Out.Write(result.Output);
            await Console.Error.WriteAsync(result.Error);
            return result.TimedOut ? throw new CodedException(
                Rules.BotNotRunnable, bot.Name, $"it was killed, because it took longer than {limit}") : result.ExitCode;
        }
        catch (Exception exception) when (exception is ToolMissingException or Win32Exception)
        {
            throw new CodedException(Rules.BotNotRunnable, [bot.Name, exception.Message], exception);
        }
    }
}

using System.CommandLine;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Server.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace doctor</c>: reports problems and how to fix them.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var state = new StateOptions(".menace");
        var queue = new QueueOptions();
        var stage4 = CommandOption.Of("--stage4", "URL", "Address of the Stage 4 to check.");
        var tokenVariable = CommandOption.Of("--token-variable", "NAME", "Name of the environment variable that holds its token.");
        var json = CommandOption.Flag("--json", "Write JSON.");
        var command = new Command("doctor", "Reports problems of this installation and how to fix them.") { stage4, tokenVariable, json };
        state.AddTo(command);
        queue.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            var database = state.Database(line) ?? new SqliteProvider(Path.Combine(state.Folder(line), WorkflowDb.FileName));
            var token = line.GetValue(tokenVariable) is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
            var checks = await new Doctor(state.Folder(line), database, Address(line.GetValue(stage4)), token, queue.Read(line))
                .RunAsync(cancellationToken);
            Write(checks, line.GetValue(json));
            return checks.Any(check => check.Status == CheckStatus.Fail) ? 1 : 0;
        }));
        return command;
    }

    private static Uri? Address(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new CodedException(Rules.InvalidOption, "--stage4", text, "an address such as http://127.0.0.1:9000");

    private static void Write(IReadOnlyList<DoctorCheck> checks, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(checks, ServiceJson.Options));
            return;
        }

        foreach (var check in checks)
        {
            var remedy = check.Remedy is null ? "" : $". {check.Remedy}";
            Console.WriteLine($"{check.Status.ToWord(),-4}  {check.Name}: {check.Found}{remedy}");
        }
    }
}

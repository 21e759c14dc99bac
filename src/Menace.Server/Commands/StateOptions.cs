using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Storage;

namespace Menace.Server.Commands;

/// <summary>The options that say where WorkflowDb is.</summary>
internal sealed class StateOptions
{
    private readonly Option<string> _state;
    private readonly Option<string?> _databaseVariable = CommandOption.Of(
        "--database-variable", "NAME",
        "Name of the environment variable with the connection string of a PostgreSQL database, instead of the file in the state folder.");

    public StateOptions(string standard) =>
        _state = CommandOption.Of("--state", "FOLDER", "The state folder.", standard);

    public void AddTo(Command command)
    {
        command.Options.Add(_state);
        command.Options.Add(_databaseVariable);
    }

    /// <summary>Absolute path of the state folder.</summary>
    public string Folder(ParseResult line) => Path.GetFullPath(line.GetValue(_state)!);

    /// <summary>The database that the variable names, or null if none is named.</summary>
    /// <exception cref="CodedException">The variable holds no connection string.</exception>
    public WorkflowProvider? Database(ParseResult line)
    {
        if (line.GetValue(_databaseVariable) is not { } variable)
        {
            return null;
        }

        try
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } connection
                ? new PostgresProvider(connection)
                : throw new CodedException(
                    Rules.InvalidOption, "--database-variable", variable,
                    "the name of an environment variable that holds a connection string");
        }
        catch (ArgumentException)
        {
            // Its message may quote the string, and with it a password.
            throw new CodedException(
                Rules.InvalidOption, "--database-variable", variable,
                "the name of a variable whose value is a connection string of Npgsql");
        }
    }

    /// <summary>The database to look at; its file must be there.</summary>
    /// <exception cref="CodedException">There is none.</exception>
    public WorkflowDb Open(ParseResult line) => Database(line) is { } provider ? new(provider) : OpenFile(Folder(line));

    /// <summary>The database that is a file in the state folder <paramref name="folder"/>.</summary>
    /// <exception cref="CodedException">There is none.</exception>
    public static WorkflowDb OpenFile(string folder)
    {
        var path = Path.Combine(folder, WorkflowDb.FileName);
        return File.Exists(path) ? new(path)
            : throw new CodedException(Rules.ServiceStoreUnusable, path, "the file does not exist. Set the state folder with --state");
    }
}

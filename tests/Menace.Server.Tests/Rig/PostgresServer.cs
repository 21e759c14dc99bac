using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Menace.Server.Tests.Rig;

/// <summary>
/// A PostgreSQL server of the tests' own, from the Debian package, in a folder that is gone afterwards. Tests that use it are in its
/// collection and get a database each. If it cannot be started they fail.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>Name of the collection whose tests share the server.</summary>
    public const string Collection = "PostgreSQL";

    private const string User = "menace";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-postgres-").FullName;
    private readonly string _password = RandomNumberGenerator.GetHexString(24);
    private readonly int _port = LocalServer.FreePort();
    private readonly Process _process;
    private int _databases;

    public PostgresServer()
    {
        var programs = Programs();
        File.WriteAllText(Path.Combine(_folder, "password"), _password);
        if (Environment.IsPrivilegedProcess)
        {
            LocalServer.Run("chown", "-R", "postgres:", _folder);
        }

        LocalServer.Run([.. LocalServer.As("postgres"), Path.Combine(programs, "initdb"), "-D", Data, "-U", User, "-A", "scram-sha-256", "--pwfile", Path.Combine(_folder, "password"),
            "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);

        _process = LocalServer.StartServer(
            Path.Combine(_folder, "log"), "INT", new Dictionary<string, string>(),
            [.. LocalServer.As("postgres"), Path.Combine(programs, "postgres"), "-D", Data, "-c", "listen_addresses=127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture),
            "-c", $"unix_socket_directories={_folder}", "-c", "fsync=off"]);
        WaitUntilItAnswers();
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public string CreateDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        using var command = source.CreateCommand($"CREATE DATABASE {name}");
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = User,
        Password = _password,
        Database = database,
        Pooling = database != "postgres",
    }.ToString();

    private static string Programs() =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).FirstOrDefault() is { } version
            ? Path.Combine(version, "bin")
            : throw new InvalidOperationException("PostgreSQL is missing. Install it with: apt-get install postgresql-15");

    private void WaitUntilItAnswers()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                connection.Open();
                return;
            }
            catch (NpgsqlException exception) when (!_process.HasExited && waited.Elapsed < Patience)
            {
                Debug.WriteLine(exception.Message);
                Thread.Sleep(50);
            }
            catch (NpgsqlException exception)
            {
                var log = Path.Combine(_folder, "log");
                throw new InvalidOperationException($"PostgreSQL did not start: {(File.Exists(log) ? File.ReadAllText(log) : "no log")}", exception);
            }
        }
    }
}

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(PostgresServer.Collection)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private readonly int _port = FreePort();
    private readonly Process _process;
    private int _databases;

    public PostgresServer()
    {
        var programs = Programs();
        File.WriteAllText(Path.Combine(_folder, "password"), _password);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", "postgres:", _folder);
        }

        Run([.. AsOneself, Path.Combine(programs, "initdb"), "-D", Data, "-U", User, "-A", "scram-sha-256", "--pwfile", Path.Combine(_folder, "password"),
            "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);

        // The shell ends the server when its input ends: when we say so, and also when this process is killed.
        _process = Start(
            [.. AsOneself, "sh", "-c", "\"$@\" >\"$0\" 2>&1 </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server", Path.Combine(_folder, "log"),
            Path.Combine(programs, "postgres"), "-D", Data, "-c", "listen_addresses=127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture),
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

    /// <summary>PostgreSQL does not run as root.</summary>
    private static string[] AsOneself => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : [];

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

    /// <summary>Below 32768: above, a client's own port may be in the way.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20000, 32768);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use; another one is free.
            }
        }
    }

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

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {errors.Result}");
        }
    }

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }
}

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(PostgresServer.Collection)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>;

using System.Text;
using Microsoft.Data.Sqlite;

namespace Menace.Server.Stage3;

/// <summary>
/// The findings as a file of one JSON object a line. The database says how many bytes of the file hold findings and which is the last; the
/// file is never ahead of it: bytes after that length are part of an interrupted export, and are written again.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="path">The file.</param>
internal sealed class FindingExport(SqliteConnection connection, string path)
{
    /// <summary>Appends the findings of the database that the file lacks.</summary>
    /// <exception cref="IOException">The file cannot be written; the database has the findings, and the next call writes them.</exception>
    public void Continue()
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var (last, length) = Position(file);
        if (length > file.Length)
        {
            // The file was moved away to rotate it.
            length = file.Length;
        }

        file.Position = length;
        var exported = last;
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT id, item FROM finding WHERE id > $last ORDER BY id";
            command.Parameters.AddWithValue("$last", last);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                exported = rows.GetInt64(0);
                file.Write(Encoding.UTF8.GetBytes(rows.GetString(1) + "\n"));
            }
        }

        if (exported == last)
        {
            return;
        }

        file.SetLength(file.Position);
        file.Flush(flushToDisk: true);
        Save(exported, file.Position);
    }

    /// <summary>Returns the end of the export; at first, the end of the last whole line of an existing file.</summary>
    private (long Last, long Length) Position(FileStream file)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT last_finding, length FROM export";
            using var rows = command.ExecuteReader();
            if (rows.Read())
            {
                return (rows.GetInt64(0), rows.GetInt64(1));
            }
        }

        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
                file.Flush(flushToDisk: true);
            }
        }

        Save(0, file.Length);
        return (0, file.Length);
    }

    private void Save(long last, long length)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO export (id, last_finding, length) VALUES (1, $last, $length) "
            + "ON CONFLICT (id) DO UPDATE SET last_finding = excluded.last_finding, length = excluded.length";
        command.Parameters.AddWithValue("$last", last);
        command.Parameters.AddWithValue("$length", length);
        command.ExecuteNonQuery();
    }
}

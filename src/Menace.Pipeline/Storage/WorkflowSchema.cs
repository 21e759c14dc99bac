using System.Data.Common;
using System.Globalization;

namespace Menace.Pipeline.Storage;

/// <summary>The tables of the database, and the version that they carry.</summary>
internal static class WorkflowSchema
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Current = 3;

    private const string Workflows = """
        CREATE TABLE workflows (
            id {identity},
            workflow {text} NOT NULL, title {text} NOT NULL, description {text} NOT NULL,
            task_sequence {text} NOT NULL, dependencies {text} NOT NULL,
            status {text} NOT NULL, timestamp {text} NOT NULL, source_menace_id {text} NOT NULL, content_hash {text} NOT NULL);
        CREATE UNIQUE INDEX idx_workflows_content_hash ON workflows(content_hash);
        CREATE INDEX idx_workflows_source_menace_id ON workflows(source_menace_id);
        """;

    private const string Runs = """
        CREATE TABLE package (
            digest {text} PRIMARY KEY, content {text}, cas_digest {text}, size BIGINT NOT NULL, received_at {text} NOT NULL);

        CREATE TABLE run (
            id {identity},
            package_digest {text} NOT NULL, idempotency_key {text} UNIQUE, execute BIGINT NOT NULL, status {text} NOT NULL,
            reason {text} NOT NULL, traceparent {text},
            started {text} NOT NULL, changed {text} NOT NULL, finished {text}, wanted_until {text});
        CREATE INDEX idx_run_package_digest ON run(package_digest);
        CREATE INDEX idx_run_wanted_until ON run(wanted_until) WHERE wanted_until IS NOT NULL;

        CREATE TABLE run_workflow (
            run_id BIGINT NOT NULL REFERENCES run(id), workflow_id BIGINT NOT NULL, PRIMARY KEY (run_id, workflow_id));
        CREATE INDEX idx_run_workflow_workflow_id ON run_workflow(workflow_id);

        CREATE TABLE action (
            id {identity},
            action_key {text} NOT NULL UNIQUE, run_id BIGINT NOT NULL REFERENCES run(id), bot {text} NOT NULL, state {text} NOT NULL,
            attempt BIGINT NOT NULL, lease_until {text}, worker {text} NOT NULL, next_at {text} NOT NULL, created {text} NOT NULL);
        CREATE INDEX idx_action_run_id ON action(run_id);
        CREATE INDEX idx_action_open ON action(id) WHERE state IN ('queued', 'leased');

        CREATE TABLE result (
            action_key {text} PRIMARY KEY, attempt BIGINT NOT NULL, outcome {text} NOT NULL,
            content {text} NOT NULL, reason {text} NOT NULL, at {text} NOT NULL);

        CREATE TABLE attempt_log (
            id {identity},
            run_id BIGINT NOT NULL REFERENCES run(id), stage {text} NOT NULL,
            bot {text} NOT NULL, input_hash {text} NOT NULL, attempt BIGINT NOT NULL,
            outcome {text} NOT NULL, reason {text} NOT NULL, content {text}, at {text} NOT NULL);
        CREATE INDEX idx_attempt_log_run_id ON attempt_log(run_id);
        CREATE INDEX idx_attempt_log_input ON attempt_log(bot, stage, input_hash);
        CREATE INDEX idx_attempt_log_content ON attempt_log(run_id) WHERE content IS NOT NULL;

        CREATE TABLE outbox (
            id {identity},
            run_id BIGINT NOT NULL REFERENCES run(id), kind {text} NOT NULL, destination {text} NOT NULL, package_digest {text} NOT NULL,
            content {text} NOT NULL, attempts BIGINT NOT NULL, next_at {text} NOT NULL, last_error {text} NOT NULL, created {text} NOT NULL,
            confirmed_at {text}, dead_at {text});
        CREATE UNIQUE INDEX idx_outbox_waiting ON outbox(package_digest, destination, kind) WHERE confirmed_at IS NULL AND dead_at IS NULL;

        CREATE TABLE dead (
            id {identity},
            kind {text} NOT NULL, item_key {text} NOT NULL, run_id BIGINT, reason {text} NOT NULL, attempts BIGINT NOT NULL,
            content {text} NOT NULL, at {text} NOT NULL);
        """;

    /// <summary>Makes the tables behind <paramref name="connection"/> if there are none.</summary>
    /// <exception cref="WorkflowDbException">They were made by another version.</exception>
    public static void Migrate(WorkflowProvider provider, DbConnection connection)
    {
        if (Version(provider, connection, null) == Current)
        {
            return;
        }

        using var transaction = provider.Begin(connection);
        provider.Lock(transaction, "schema");
        var sql = new SqlSession(provider, connection, transaction);
        var version = Version(provider, connection, transaction);
        switch (version)
        {
            case Current: // by another process, a moment ago
                return;
            case > Current:
                throw new WorkflowDbException(
                    provider.Name, $"it has schema version {version}, this version of Menace knows up to {Current}; use a newer Menace.Sdk")
                {
                    IsForeign = true,
                };
            case > 0:
                throw new WorkflowDbException(
                    provider.Name, $"it was made by an earlier version of Menace (schema version {version}, this one uses {Current}); " +
                    $"move it away")
                { IsForeign = true };
            case 0 when provider.HasTable(connection, "workflows"):
                throw new WorkflowDbException(provider.Name, "it holds the tables of another program; move it away") { IsForeign = true };
            default:
                Create(sql, provider, Workflows, Runs);
                break;
        }

        sql.Execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
        sql.Execute("DELETE FROM schema_version");
        sql.Execute("INSERT INTO schema_version VALUES (@version)", ("version", (long)Current));
        transaction.Commit();
    }

    private static int Version(WorkflowProvider provider, DbConnection connection, DbTransaction? transaction) =>
        provider.HasTable(connection, "schema_version")
        ? Convert.ToInt32(new SqlSession(provider, connection, transaction).Number("SELECT MAX(version) FROM schema_version")
            ?? 0, CultureInfo.InvariantCulture)
        : 0;

    private static void Create(SqlSession sql, WorkflowProvider provider, params ReadOnlySpan<string> tables)
    {
        foreach (var table in tables)
        {
            sql.Execute(table
                .Replace("{identity}", provider.IdentityColumn, StringComparison.Ordinal)
                .Replace("{text}", provider.TextType, StringComparison.Ordinal));
        }
    }
}

using Menace.Model.Tasks;
using MetadataField = Menace.Model.Reading.TaskField<Menace.Model.Tasks.TaskMetadata>;
using TaskField = Menace.Model.Reading.TaskField<Menace.Model.Tasks.TaskInfo>;

namespace Menace.Model.Reading;

/// <summary>
/// The one table of the fields of a task: reader, defaults, writer, wire, template variables, and the advice on mistyped names follow it.
/// <c>TaskFieldTests</c> names what else a new field needs: a property of the record, a member of the schema, and a row on the page.
/// </summary>
internal static class TaskFields
{
    /// <summary>The name of the object that holds the fields of <see cref="Metadata"/>.</summary>
    public const string MetadataKey = "metadata";

    /// <summary>The fields of <see cref="TaskInfo"/>, without its metadata.</summary>
    public static readonly FieldTable<TaskInfo> Task = new(
    [
        TaskField.Of("name", FieldTypes.RequiredText, t => t.Name, (t, v) => t with { Name = v }, isInDefaults: false),
        // A dependency that all tasks share is itself one of these tasks.
        TaskField.Of("dependencies", FieldTypes.Texts, t => t.Dependencies, (t, v) => t with { Dependencies = v },
            fromDefaults: (own, v) => [.. v.Where(name => name != own.Name)], isAlwaysWritten: true),
        TaskField.Of("resources", FieldTypes.Values, t => t.Resources, (t, v) => t with { Resources = v },
            merge: FieldTypes.Merge, isAlwaysWritten: true),
        TaskField.Of("schedule", ScheduleField.Type, t => t.Schedule, (t, v) => t with { Schedule = v },
            isNullable: true, variable: t => t.Schedule?.ToString() ?? ""),
        TaskField.Of("run", RunField.Type, t => t.Run, (t, v) => t with { Run = v }),
        TaskField.Of("env", FieldTypes.Variables, t => t.Env, (t, v) => t with { Env = v }),
        TaskField.Of("secrets", FieldTypes.Variables, t => t.Secrets, (t, v) => t with { Secrets = v }),
        TaskField.Of("timeout", FieldTypes.Quantity, t => t.Timeout, (t, v) => t with { Timeout = v }),
        TaskField.Of("retries", RunField.Retries, t => t.Retries, (t, v) => t with { Retries = v }),
        TaskField.Of("concurrency", RunField.Concurrency, t => t.Concurrency, (t, v) => t with { Concurrency = v }),
        TaskField.Of("code", FieldTypes.RequiredText, t => t.Code, (t, v) => t with { Code = v },
            fromDefaults: (own, v) => own.Metadata.Values.CodeFile is null ? v : null),
    ]);

    /// <summary>The fields of <see cref="TaskMetadata"/>, without the keys that are not known.</summary>
    public static readonly FieldTable<TaskMetadata> Metadata = new(
    [
        MetadataField.Of("purpose", FieldTypes.Text, m => m.Purpose, (m, v) => m with { Purpose = v }),
        MetadataField.Of("functions", FieldTypes.Texts, m => m.Functions, (m, v) => m with { Functions = v }),
        MetadataField.Of("function_docs", FieldTypes.TextsOf("functions to text"), m => m.FunctionDocs,
            (m, v) => m with { FunctionDocs = v }),
        MetadataField.Of("description", FieldTypes.Text, m => m.Description, (m, v) => m with { Description = v }),
        MetadataField.Of("language", FieldTypes.Language, m => m.Language, (m, v) => m with { Language = v }),
        MetadataField.Of("template", FieldTypes.Text, m => m.Template, (m, v) => m with { Template = v }),
        MetadataField.Of("template_variables", FieldTypes.Values, m => m.TemplateVariables, (m, v) => m with { TemplateVariables = v },
            merge: FieldTypes.Merge),
        MetadataField.Of("capabilities", FieldTypes.Texts, m => m.Capabilities, (m, v) => m with { Capabilities = v }),
        MetadataField.Of("level", FieldTypes.Text, m => m.Level, (m, v) => m with { Level = v }),
        MetadataField.Of("io", FieldTypes.Text, m => m.Io, (m, v) => m with { Io = v }, alias: "io_format"),
        MetadataField.Of("tags", FieldTypes.Texts, m => m.Tags, (m, v) => m with { Tags = v }),
        MetadataField.Of("license", FieldTypes.Text, m => m.License, (m, v) => m with { License = v }),
        MetadataField.Of("packages", FieldTypes.Texts, m => m.Packages, (m, v) => m with { Packages = v }),
        MetadataField.Of("code_file", FieldTypes.Path, m => m.CodeFile, (m, v) => m with { CodeFile = v },
            fromDefaults: (own, v) => string.IsNullOrEmpty(own.Given.Values.Code) ? v : null),
        MetadataField.Of("tests", FieldTypes.Text, m => m.Tests, (m, v) => m with { Tests = v },
            fromDefaults: (own, v) => own.Metadata.Has("tests_file") ? null : v),
        MetadataField.Of("tests_file", FieldTypes.Paths, m => m.TestsFiles, (m, v) => m with { TestsFiles = v },
            fromDefaults: (own, v) => own.Metadata.Has("tests") ? null : v),
        MetadataField.Of("examples", ExampleField.Type, m => m.Examples, (m, v) => m with { Examples = v }),
        MetadataField.Of("smoke", FieldTypes.Smoke, m => m.Smoke, (m, v) => m with { Smoke = v }),
        MetadataField.Of("tidy", FieldTypes.Tidy, m => m.Tidy, (m, v) => m with { Tidy = v }),
        MetadataField.Of("renamed_from", FieldTypes.Text, m => m.RenamedFrom, (m, v) => m with { RenamedFrom = v }, isInDefaults: false),
        MetadataField.Of("managed", FieldTypes.Flag, m => m.Managed, (m, v) => m with { Managed = v }),
        MetadataField.Of("files", FieldTypes.Files, m => m.Files, (m, v) => m with { Files = v }),
    ]);

    /// <summary>The properties of a task, <c>$suppress</c> included.</summary>
    public static readonly IReadOnlyList<string> TaskProperties = [.. Task.Keys, MetadataKey, Suppressions.Property];

    /// <summary>The properties of the file's defaults.</summary>
    public static readonly IReadOnlyList<string> DefaultsProperties =
        [.. Task.Fields.Where(field => field.IsInDefaults).Select(field => field.Key), MetadataKey, Suppressions.Property];
}

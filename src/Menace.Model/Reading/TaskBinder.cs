using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads one task, or the defaults, into its <see cref="TaskSource"/>.</summary>
internal sealed class TaskBinder(TaskSource source, ShapeReader shape)
{
    private static readonly string[] TaskProperties = ["name", "dependencies", "resources", "schedule", "code", "metadata", Suppressions.Property];
    private static readonly string[] DefaultsProperties = ["dependencies", "resources", "schedule", "code", "metadata", Suppressions.Property];
    private static readonly string[] ScheduleProperties = ["cron", "every", "once", "timeZone"];

    public void Bind(bool isDefaults)
    {
        if (!isDefaults && source.Node.Find("name") is null)
        {
            shape.Missing(source.Node, "name");
        }

        foreach (var member in source.Node.Members)
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "name" when !isDefaults:
                    shape.String(value, member.Name);
                    break;
                case "dependencies":
                    source.Dependencies = shape.Strings(value, member.Name);
                    break;
                case "resources":
                    source.Resources = BindResources(value);
                    break;
                case "schedule":
                    source.Schedule = BindSchedule(value);
                    break;
                case "code":
                    source.Code = shape.String(value, member.Name);
                    break;
                case "metadata":
                    source.Metadata = new MetadataBinder(shape).Bind(value);
                    source.LanguageGiven = value.Find("language") is not null;
                    break;
                case Suppressions.Property:
                    shape.Strings(value, member.Name);
                    break;
                default:
                    shape.Unknown(member, "", isDefaults ? DefaultsProperties : TaskProperties);
                    break;
            }
        }
    }

    private Dictionary<string, JsonValue>? BindResources(JsonNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, "resources", "an object such as { \"memory\": \"256Mi\" }");
            return null;
        }

        var resources = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            resources[member.Name] = member.Value.ToValue();
        }

        return resources;
    }

    private TaskSchedule? BindSchedule(JsonNode node)
    {
        if (node.Kind == JsonKind.String)
        {
            return TaskSchedule.FromText(node.Text);
        }

        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, "schedule", "a string, or an object with 'cron', 'every' or 'once'");
            return null;
        }

        TaskSchedule? schedule = null;
        string? timeZone = null;
        foreach (var member in node.Members)
        {
            var path = "schedule." + member.Name;
            switch (member.Name)
            {
                case "cron":
                    schedule = Read(ScheduleKind.Cron);
                    break;
                case "every":
                    schedule = Read(ScheduleKind.Every);
                    break;
                case "once":
                    schedule = Read(ScheduleKind.Once);
                    break;
                case "timeZone":
                    timeZone = shape.String(member.Value, path);
                    break;
                default:
                    shape.Unknown(member, "schedule.", ScheduleProperties);
                    break;
            }

            TaskSchedule? Read(ScheduleKind kind) =>
                shape.String(member.Value, path) is { } expression ? schedule ?? new(kind, expression) : schedule;
        }

        return schedule is null ? null : schedule with { TimeZone = timeZone };
    }
}

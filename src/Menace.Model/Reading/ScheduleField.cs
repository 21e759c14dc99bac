using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads and writes <c>schedule</c>: a string, or an object where a string would lose something.</summary>
internal static class ScheduleField
{
    public static readonly FieldType<TaskSchedule?> Type = new(Read, Write, "");

    private static readonly string[] Properties = ["cron", "every", "once", "timeZone"];

    private static TaskSchedule? Read(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind == JsonKind.String)
        {
            return TaskSchedule.FromText(node.Text);
        }

        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, path, "a string, or an object with 'cron', 'every' or 'once'");
            return null;
        }

        TaskSchedule? schedule = null;
        string? timeZone = null;
        foreach (var member in node.Members)
        {
            var property = path + "." + member.Name;
            switch (member.Name)
            {
                case "cron":
                    schedule = ReadKind(ScheduleKind.Cron);
                    break;
                case "every":
                    schedule = ReadKind(ScheduleKind.Every);
                    break;
                case "once":
                    schedule = ReadKind(ScheduleKind.Once);
                    break;
                case "timeZone":
                    timeZone = shape.String(member.Value, property);
                    break;
                default:
                    shape.Unknown(member, path + ".", Properties);
                    break;
            }

            TaskSchedule? ReadKind(ScheduleKind kind) =>
                shape.String(member.Value, property) is { } expression ? schedule ?? new(kind, expression) : schedule;
        }

        return schedule is null ? null : schedule with { TimeZone = timeZone };
    }

    private static JsonValue? Write(TaskSchedule? schedule)
    {
        if (schedule is null)
        {
            return null;
        }

        var text = schedule.Kind switch
        {
            ScheduleKind.Once => "once",
            ScheduleKind.Every => "every " + schedule.Expression,
            _ => schedule.Expression,
        };
        if (TaskSchedule.FromText(text) == schedule)
        {
            return text;
        }

        var kind = schedule.Kind switch { ScheduleKind.Once => "once", ScheduleKind.Every => "every", _ => "cron" };
        List<KeyValuePair<string, JsonValue>> members = [new(kind, schedule.Expression)];
        if (schedule.TimeZone is { } zone)
        {
            members.Add(new("timeZone", zone));
        }

        return JsonValue.FromMembers(members);
    }
}

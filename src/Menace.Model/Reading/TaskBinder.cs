using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>Reads one task, or the defaults, into its <see cref="TaskSource"/>.</summary>
internal sealed class TaskBinder(TaskSource source, ShapeReader shape)
{
    public void Bind(bool isDefaults)
    {
        if (!isDefaults && source.Node.Find("name") is null)
        {
            shape.Missing(source.Node, "name");
        }

        foreach (var member in source.Node.Members)
        {
            if (member.Name == TaskFields.MetadataKey)
            {
                BindMetadata(member.Value);
            }
            else if (member.Name == Suppressions.Property)
            {
                shape.Strings(member.Value, member.Name);
            }
            else if (!source.Given.TryRead(member, member.Name, shape, isDefaults))
            {
                shape.Unknown(member, "", isDefaults ? TaskFields.DefaultsProperties : TaskFields.TaskProperties);
            }
        }
    }

    /// <summary>Reads the object <c>metadata</c>; where it is repeated, the last one counts.</summary>
    private void BindMetadata(JsonNode node)
    {
        source.Metadata = new(TaskFields.Metadata, TaskSource.NoMetadata);
        source.LanguageGiven = node.Find("language") is not null;
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, TaskFields.MetadataKey, "an object");
            return;
        }

        var extra = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (!source.Metadata.TryRead(member, TaskFields.MetadataKey + "." + member.Name, shape))
            {
                shape.Unknown(member, TaskFields.MetadataKey + ".", TaskFields.Metadata.Keys, onlyNear: true);
                extra[member.Name] = member.Value.ToValue();
            }
        }

        if (extra.Count > 0)
        {
            source.Metadata.Values = source.Metadata.Values with { Extra = extra };
        }
    }
}

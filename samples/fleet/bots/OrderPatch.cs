using Newtonsoft.Json.Linq;

namespace Nordwind;

/// <summary>Changes an order by a JSON Patch (RFC 6902), as the web shop sends it.</summary>
public static class OrderPatch
{
    /// <summary>The order with all operations applied, or an error and no change at all.</summary>
    public static string Apply(string order, string patch)
    {
        var root = JToken.Parse(order);
        foreach (var operation in JArray.Parse(patch).Cast<JObject>())
        {
            root = Apply(root, operation);
        }

        return root.ToString(Newtonsoft.Json.Formatting.None);
    }

    /// <summary>The parts of a pointer such as /lines/0/quantity (RFC 6901).</summary>
    public static string[] Parts(string pointer) =>
        pointer.Length == 0 ? []
        : pointer[0] != '/' ? throw new FormatException($"The pointer '{pointer}' does not start with a slash.")
        : [.. pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JToken Apply(JToken root, JObject operation)
    {
        var path = Parts((string)operation["path"]!);
        var name = (string?)operation["op"];
        switch (name)
        {
            case "add":
                return Add(root, path, operation["value"]!);
            case "remove":
                return Remove(root, path);
            case "replace":
                return Add(path.Length == 0 ? root : Remove(root, path), path, operation["value"]!);
            case "move":
                var from = Parts((string)operation["from"]!);
                var moved = Find(root, from).DeepClone();
                return Add(Remove(root, from), path, moved);
            case "copy":
                return Add(root, path, Find(root, Parts((string)operation["from"]!)).DeepClone());
            case "test":
                return JToken.DeepEquals(Find(root, path), operation["value"])
                    ? root
                    : throw new InvalidOperationException($"The test of '{operation["path"]}' failed: {Find(root, path)}");
            default:
                throw new NotSupportedException($"'{name}' is not an operation of JSON Patch.");
        }
    }

    private static JToken Add(JToken root, string[] path, JToken value)
    {
        if (path.Length == 0)
        {
            return value.DeepClone();
        }

        switch (Find(root, path[..^1]))
        {
            case JArray array:
                array.Insert(path[^1] == "-" ? array.Count : Index(path[^1], array.Count), value.DeepClone());
                return root;
            case JObject parent:
                parent[path[^1]] = value.DeepClone();
                return root;
            default:
                throw new InvalidOperationException($"'/{string.Join('/', path)}' is inside of a plain value.");
        }
    }

    private static JToken Remove(JToken root, string[] path)
    {
        var target = Find(root, path);
        if (target.Parent is JProperty property)
        {
            property.Remove();
        }
        else
        {
            target.Remove();
        }

        return root;
    }

    private static JToken Find(JToken root, string[] path) => path.Aggregate(root, (token, part) => token switch
    {
        JArray array => array[Index(part, array.Count - 1)],
        JObject parent when parent[part] is { } child => child,
        _ => throw new KeyNotFoundException($"The order has no '/{string.Join('/', path)}'."),
    });

    private static int Index(string part, int last) =>
        int.TryParse(part, out var index) && index >= 0 && index <= last ? index : throw new KeyNotFoundException($"There is no position '{part}'; the last one is {last}.");
}

using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Research;

/// <summary>A service that answers with one value of one bot, such as an inventory.</summary>
/// <param name="settings">Address, path and header.</param>
/// <param name="name">Name of the source.</param>
/// <param name="remote">Reads the answers.</param>
internal sealed class HttpSource(ResearchSettings settings, string name = HttpSource.StandardName, RemoteJson? remote = null)
    : IResearchSource
{
    private const string StandardName = "http";

    /// <summary>Members by which an answer says whose value it holds.</summary>
    private static readonly string[] BotMembers = ["bot", "name", "task"];

    private readonly RemoteJson _remote = remote ?? new();

    public string Name => name == StandardName && HostOf(settings.Url) is { } host ? $"{StandardName} {host}" : name;

    public string Identity => $"{Name}\n{settings.Url}\n{settings.Path}";

    public bool IsRemote => true;

    public async Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        if (!ResearchFields.May(question.Field))
        {
            return [];
        }

        var path = JsonPath.Parse(settings.Path);
        var address = AddressOf(question);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = RemoteJson.CredentialsOf(address);
        if (settings.Header is { } header)
        {
            request.Headers.Remove(header);
            if (!request.Headers.TryAddWithoutValidation(header, SecretOf(settings.HeaderVariable)))
            {
                throw new FormatException($"'{header}' is not the name of a header of requests");
            }
        }

        return await _remote.SendAsync(request, cancellationToken) is not { } answer
            || path.Find(answer, question.Task.Name, question.Field) is not var (value, way) || value.Kind == JsonKind.Null
            ? [] : [Finding(question, value, way, $"{RemoteJson.Shown(address)} {path}")];
    }

    private ResearchFinding Finding(ResearchQuestion question, JsonValue value, IReadOnlyList<JsonValue> way, string place)
    {
        var other = way.Where(step => step.Kind == JsonKind.Object).SelectMany(step => step.Members)
            .FirstOrDefault(member => member.Value.Kind == JsonKind.String
                && ((BotMembers.Contains(member.Key) && member.Value.Text != question.Task.Name)
                    || (member.Key == "field" && member.Value.Text != question.Field)));
        return other.Key is not null
            ? new(Name, place, $"The answer is about the {other.Key} '{other.Value.Text}'.") { Title = "another answer" }
            : new(Name, place, $"{question.Field} is {CanonicalJson.Write(value)}")
            {
                Title = question.Task.Name,
                Bot = question.Task.Name,
                Field = question.Field,
                Value = value,
            };
    }

    private Uri AddressOf(ResearchQuestion question)
    {
        var template = settings.Url!;
        var start = template.IndexOf("://", StringComparison.Ordinal) + 1;
        if (template.AsSpan(start).TrimStart("/:") is var rest && rest.IndexOfAny('/', '?', '#') is var end
            && rest[..(end < 0 ? rest.Length : end)].Contains('{'))
        {
            throw new FormatException("its address has a placeholder in the host");
        }

        return RemoteJson.AddressOf(
            template.Replace(JsonPath.Bot, Uri.EscapeDataString(question.Task.Name), StringComparison.Ordinal)
                .Replace(JsonPath.Field, Uri.EscapeDataString(question.Field), StringComparison.Ordinal),
            holdsSecret: settings.Header is not null);
    }

    private static string SecretOf(string? variable) =>
        variable is { Length: > 0 } && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
            : throw new FormatException($"the environment variable {variable} with the value of its header is not set");

    private static string? HostOf(string? address) => Uri.TryCreate(
        address?.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        ? uri.Authority : null;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// The settings of a project that make other repositories of the same package; so they go where it goes, and are part of its hash.
/// </summary>
public sealed record ProjectSettings
{
    private const string LanguageName = "defaultLanguage";
    private const string EmitName = "emit";
    private const string StubsName = "stubs";
    private const string TestEnvironmentName = "testEnvironment";
    private const string VerifyModeName = "verifyMode";
    private const string MutationCheckName = "mutationCheck";
    private const string TidyName = "tidy";

    /// <summary>Where the tool that builds elsewhere keeps its own addresses and passwords: no package may ask for them.</summary>
    private const string OwnPrefix = "MENACE_";

    private static readonly string[] Names =
        [LanguageName, EmitName, StubsName, VerifyModeName, MutationCheckName, TidyName, TestEnvironmentName];

    private static readonly BotDevConfig Defaults = new();

    /// <summary>As <see cref="BotDevConfig.DefaultLanguage"/>.</summary>
    public BotLanguage DefaultLanguage { get; init; } = Defaults.DefaultLanguage;

    /// <summary>As <see cref="BotDevConfig.Emit"/>.</summary>
    public IReadOnlyList<DeploymentTarget> Emit { get; init => field = DeploymentTargets.InOrder(value); } = Defaults.Emit;

    /// <summary>As <see cref="BotDevConfig.Stubs"/>.</summary>
    public StubPolicy Stubs { get; init; } = Defaults.Stubs;

    /// <summary>As <see cref="BotDevConfig.VerifyMode"/>.</summary>
    public VerifyMode VerifyMode { get; init; } = Defaults.VerifyMode;

    /// <summary>As <see cref="BotDevConfig.MutationCheck"/>.</summary>
    public MutationCheck MutationCheck { get; init; } = Defaults.MutationCheck;

    /// <summary>As <see cref="BotDevConfig.Tidy"/>.</summary>
    public TidyMode Tidy { get; init; } = Defaults.Tidy;

    /// <summary>As <see cref="BotDevConfig.TestEnvironment"/>: names only. The values are those of the machine that tests.</summary>
    public IReadOnlyList<string> TestEnvironment
    {
        get;
        init => field = new ValueList<string>(
            value.Where(name => !IsOwn(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    } = new ValueList<string>([]);

    /// <summary>True if all are the defaults: then it is as if there were none.</summary>
    [JsonIgnore]
    public bool AreDefaults =>
        DefaultLanguage == Defaults.DefaultLanguage && Emit.Count == 0 && Stubs == Defaults.Stubs && TestEnvironment.Count == 0
            && VerifyMode == Defaults.VerifyMode && MutationCheck == Defaults.MutationCheck
            && Tidy == Defaults.Tidy;

    /// <summary>Those of <paramref name="config"/>.</summary>
    public static ProjectSettings Of(BotDevConfig config) =>
        new()
        {
            DefaultLanguage = config.DefaultLanguage,
            Emit = config.Emit,
            Stubs = config.Stubs,
            VerifyMode = config.VerifyMode,
            MutationCheck = config.MutationCheck,
            Tidy = config.Tidy,
            TestEnvironment = config.TestEnvironment
        };

    /// <summary>Reads <c>{"defaultLanguage": "python", "emit": ["github"]}</c>; a member that is not there has its default.</summary>
    /// <returns>The settings, and null; or null and the error: an unknown setting is not ignored.</returns>
    public static (ProjectSettings? Settings, string? Mistake) Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return (null, "is not an object");
        }

        var settings = new ProjectSettings();
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name == LanguageName)
            {
                if (member.Value.ValueKind != JsonValueKind.String || BotLanguages.Parse(member.Value.GetString()) is not { } language)
                {
                    return (null, $"has a '{LanguageName}' that is not one of {string.Join(", ", BotLanguages.Names)}");
                }

                settings = settings with { DefaultLanguage = language };
            }
            else if (member.Name == EmitName)
            {
                if (member.Value.ValueKind != JsonValueKind.Array
                    || member.Value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)
                    || DeploymentTargets.Parse(
                        string.Join(';', member.Value.EnumerateArray().Select(item => item.GetString())), out _) is not { } targets)
                {
                    return (null, $"has an '{EmitName}' that is not a list of {string.Join(", ", DeploymentTargets.Names)}");
                }

                settings = settings with { Emit = targets };
            }
            else if (member.Name == StubsName)
            {
                if (member.Value.ValueKind != JsonValueKind.String || !Enum.TryParse<StubPolicy>(member.Value.GetString(), out var stubs)
                    || !Enum.IsDefined(stubs))
                {
                    return (null, $"has a '{StubsName}' that is not one of {string.Join(", ", Enum.GetNames<StubPolicy>())}");
                }

                settings = settings with { Stubs = stubs };
            }
            else if (member.Name == VerifyModeName)
            {
                if (member.Value.ValueKind != JsonValueKind.String || !Enum.TryParse<VerifyMode>(member.Value.GetString(), out var mode)
                    || !Enum.IsDefined(mode))
                {
                    return (null, $"has a '{VerifyModeName}' that is not one of {string.Join(", ", Enum.GetNames<VerifyMode>())}");
                }

                settings = settings with { VerifyMode = mode };
            }
            else if (member.Name == MutationCheckName)
            {
                if (member.Value.ValueKind != JsonValueKind.String
                    || !Enum.TryParse<MutationCheck>(member.Value.GetString(), out var check) || !Enum.IsDefined(check))
                {
                    return (null, $"has a '{MutationCheckName}' that is not one of {string.Join(", ", Enum.GetNames<MutationCheck>())}");
                }

                settings = settings with { MutationCheck = check };
            }
            else if (member.Name == TidyName)
            {
                if (member.Value.ValueKind != JsonValueKind.String
                    || !Enum.TryParse<TidyMode>(member.Value.GetString(), out var tidy) || !Enum.IsDefined(tidy))
                {
                    return (null, $"has a '{TidyName}' that is not one of {string.Join(", ", Enum.GetNames<TidyMode>())}");
                }

                settings = settings with { Tidy = tidy };
            }
            else if (member.Name == TestEnvironmentName)
            {
                if (member.Value.ValueKind != JsonValueKind.Array || !member.Value.EnumerateArray().All(IsVariable))
                {
                    return (null, $"has a '{TestEnvironmentName}' that is not a list of variable names without the prefix {OwnPrefix}");
                }

                settings = settings with { TestEnvironment = [.. member.Value.EnumerateArray().Select(item => item.GetString()!)] };
            }
            else
            {
                return (null, $"has '{member.Name}', but only {string.Join(", ", Names.SkipLast(1))} and {Names[^1]} are " +
                    $"known{Nearest.Hint(member.Name, Names)}");
            }
        }

        return (settings, null);
    }

    /// <summary><paramref name="config"/> with these settings.</summary>
    public BotDevConfig ApplyTo(BotDevConfig config) =>
        config with
        {
            DefaultLanguage = DefaultLanguage,
            Emit = Emit,
            Stubs = Stubs,
            VerifyMode = VerifyMode,
            MutationCheck = MutationCheck,
            Tidy = Tidy,
            TestEnvironment = TestEnvironment,
        };

    private static bool IsVariable(JsonElement item) =>
        item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 and <= 200 } name && !IsOwn(name)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');

    private static bool IsOwn(string name) => name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the text for <see cref="Read"/>; equal settings give equal text.</summary>
    public string Write() => CanonicalJson.Write(JsonValue.FromMembers(
    [
        KeyValuePair.Create(LanguageName, JsonValue.FromString(DefaultLanguage.ToName())),
        KeyValuePair.Create(EmitName, JsonValue.FromItems([.. Emit.Select(target => JsonValue.FromString(target.ToName()))])),
        .. Stubs == Defaults.Stubs ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(StubsName, JsonValue.FromString(Stubs.ToString()))],
        .. VerifyMode == Defaults.VerifyMode ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(VerifyModeName, JsonValue.FromString(VerifyMode.ToString()))],
        .. MutationCheck == Defaults.MutationCheck ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(MutationCheckName, JsonValue.FromString(MutationCheck.ToString()))],
        .. Tidy == Defaults.Tidy ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(TidyName, JsonValue.FromString(Tidy.ToString()))],
        .. TestEnvironment.Count == 0
            ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(TestEnvironmentName, JsonValue.FromItems([.. TestEnvironment.Select(JsonValue.FromString)]))],
    ]));
}

using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Verification;

/// <summary>The keys of the bots of one run: of those that are tested, by the trees that were laid out.</summary>
internal sealed class BotKeys
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IReadOnlyDictionary<string, BotRepository> _repositories;
    private readonly IReadOnlyDictionary<string, LaidOutTree> _trees;
    private readonly string _buildId = Guid.NewGuid().ToString();
    private readonly TestConditions _conditions;
    private readonly Lazy<TestConditions> _storeConditions;

    /// <summary>The tool that runs the tests of each language; empty without a store.</summary>
    private readonly Dictionary<BotLanguage, RunningTool> _tools = [];

    /// <summary>The keys without the conditions and the dependencies.</summary>
    private Dictionary<string, KeyPart> _contents = [];

    private Dictionary<string, string> _keys = [];
    private Lazy<Dictionary<string, string>> _storeKeys = new([]);
    private readonly Dictionary<string, KeyIngredients> _ingredients = new(StringComparer.Ordinal);

    /// <summary>Looks at the conditions; there are no keys before <see cref="Take"/>.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="languages">The languages.</param>
    /// <param name="repositories">The bots by name.</param>
    /// <param name="trees">The trees that were laid out, by name of the bot; they are looked at with each use.</param>
    public BotKeys(
        BotDevConfig config, LanguageTable languages, IReadOnlyDictionary<string, BotRepository> repositories,
        IReadOnlyDictionary<string, LaidOutTree> trees)
    {
        (_config, _languages, _repositories, _trees) = (config, languages, repositories, trees);
        _conditions = Conditions(byContents: false, isNamed: true);
        _storeConditions = new(() => Conditions(byContents: config.SharesResults, isNamed: false));
    }

    /// <summary>Gets what the keys are made of, by bot.</summary>
    public IReadOnlyDictionary<string, KeyIngredients> Ingredients => _ingredients;

    /// <summary>Gets the key of the bot <paramref name="name"/> as it was at the last <see cref="Take"/>.</summary>
    public string this[string name] => _keys[name];

    /// <summary>Gets the key by which other users of the store know the bot.</summary>
    public string InStore(string name) => _storeKeys.Value[name];

    /// <summary>
    /// Gets the keys of the bots as they are now. What has no tree is not tested: an edit of its repository meanwhile is the next build's.
    /// </summary>
    public IReadOnlyDictionary<string, string> Now() => KeysOf(ContentsNow(), _conditions);

    /// <summary>Takes the bots as they are now as those that this run is about.</summary>
    public void Take()
    {
        _contents = ContentsNow(isNamed: true);
        _keys = KeysOf(_contents, _conditions, _ingredients);
        _storeKeys = new(() => KeysOf(_contents, _storeConditions.Value));
    }

    /// <summary>Looks at the tools for the keys of the store, if there is one: before a test can change them.</summary>
    public async Task FindTestToolsAsync(CancellationToken cancellationToken)
    {
        if (_config.ResultStorePath is not null && _tools.Count == 0)
        {
            foreach (var language in UsedLanguages().Distinct())
            {
                _tools[language] = await _languages[language].FindTestToolAsync(cancellationToken);
            }

            _ = _storeConditions.Value;
        }
    }

    private TestConditions Conditions(bool byContents, bool isNamed) => TestConditions.Look(
        _languages, UsedLanguages(), _config.TestEnvironment, _config.VerifyTimeout, mutations: _config.MutationCheck,
        byContents: byContents, running: _tools, isNamed: isNamed);

    private IEnumerable<BotLanguage> UsedLanguages() => _repositories.Values.Select(repository => repository.Spec.Language);

    private Dictionary<string, KeyPart> ContentsNow(bool isNamed = false) => _repositories.ToDictionary(
        bot => bot.Key,
        bot =>
        {
            var ingredients = isNamed ? new KeyIngredients() : null;
            return _trees.TryGetValue(bot.Key, out var tree) ? new(VerdictKey.ContentOf(tree, _buildId, ingredients), ingredients)
                : _contents.TryGetValue(bot.Key, out var known) ? known
                : new KeyPart(VerdictKey.ContentOf(bot.Value, _buildId, ingredients), ingredients);
        },
        StringComparer.Ordinal);

    private Dictionary<string, string> KeysOf(
        Dictionary<string, KeyPart> contents, TestConditions conditions, Dictionary<string, KeyIngredients>? named = null)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in DependencyOrder.TopologicalOrder([.. _repositories.Keys], DependenciesOf))
        {
            var bot = _repositories[name].Spec;
            var ingredients = named is null ? null : named[name] = new();
            keys[name] = VerdictKey.Of(
                contents[name], conditions.PartOf(bot.Language),
                bot.Dependencies.Select(dependency => KeyValuePair.Create(dependency, keys.GetValueOrDefault(dependency, ""))),
                ingredients);
        }

        return keys;

        IReadOnlyList<string> DependenciesOf(string name) =>
            _repositories.TryGetValue(name, out var repository) ? repository.Spec.Dependencies : [];
    }
}

using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Languages;

/// <summary>The languages of a run, by their <see cref="BotLanguage"/>.</summary>
internal sealed class LanguageTable
{
    private readonly Dictionary<BotLanguage, ILanguage> _languages;

    /// <summary>The table of <paramref name="languages"/>.</summary>
    public LanguageTable(params IEnumerable<ILanguage> languages) => _languages = languages.ToDictionary(language => language.Id);

    /// <summary>The language <paramref name="id"/>.</summary>
    public ILanguage this[BotLanguage id] => _languages[id];

    /// <summary>All languages as <paramref name="config"/> wants them. What one stage has analysed, the next need not analyse again.</summary>
    public static LanguageTable Create(BotDevConfig config, IProcessRunner runner) =>
        new(new[] { new CSharpLanguage(), new PythonLanguage(runner, new PythonInterpreter(runner, config.Python)), (ILanguage)new ShellLanguage(runner) }
            .Select(language => new RememberingLanguage(language)));
}

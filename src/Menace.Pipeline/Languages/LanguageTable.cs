using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Languages;

/// <summary>The languages of a run, by their <see cref="BotLanguage"/>; its rows are the pipeline's table of languages.</summary>
internal sealed class LanguageTable
{
    private static volatile IReadOnlyList<LanguageRow> _rows =
    [
        CSharpLanguage.Row,
        PythonLanguage.Row,
        ShellLanguage.Row,
    ];

    /// <summary>The table of <paramref name="languages"/>.</summary>
    public LanguageTable(params IEnumerable<ILanguage> languages) => All = [.. languages];

    /// <summary>Gets the rows in the order of the table.</summary>
    public static IReadOnlyList<LanguageRow> Rows => _rows;

    /// <summary>Gets the languages in the order of the table.</summary>
    public IReadOnlyList<ILanguage> All { get; }

    /// <summary>The language <paramref name="id"/>.</summary>
    public ILanguage this[BotLanguage id] => All.First(language => language.Id == id);

    /// <summary>
    /// All languages as <paramref name="config"/> wants them. What one stage has analysed, the next need not analyse again.
    /// </summary>
    public static LanguageTable Create(BotDevConfig config, IProcessRunner runner) =>
        new(_rows.Select(row => new RememberingLanguage(row.Create(config, runner))));

    /// <summary>The row of <paramref name="language"/>.</summary>
    public static LanguageRow RowOf(BotLanguage language) => _rows.First(row => row.Id == language);

    /// <summary>
    /// Adds a language to both tables: <paramref name="profile"/> to the model's, <paramref name="row"/> to the pipeline's.
    /// </summary>
    /// <returns>Removes it again when disposed of.</returns>
    public static IDisposable Add(LanguageProfile profile, LanguageRow row)
    {
        BotLanguages.Add(profile);
        _rows = [.. _rows, row];
        return new Removal(profile, row);
    }

    private sealed class Removal(LanguageProfile profile, LanguageRow row) : IDisposable
    {
        public void Dispose()
        {
            BotLanguages.Remove(profile);
            _rows = [.. _rows.Where(known => known != row)];
        }
    }
}

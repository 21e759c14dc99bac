using Menace.Model.Tasks;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Pieces of code, from the outside.</summary>
public sealed class CodeDbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CodeDb _code;

    public CodeDbTests() => _code = new(_folder["code.db"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Code_has_an_id_and_revisions()
    {
        var added = _code.Add(Record("def a():\n    return 1\n") with { ComplexityScore = 2.5, Version = "3", TemplateType = "function", Bots = ["x"] });
        var updated = _code.Update(added with { Code = "def a():\n    return 2\n" }, added.Revision);

        Assert.Equal((1, 2), (added.Revision, updated.Revision));
        Assert.Equal("def a():\n    return 2\n", _code.Find(added.Id)!.Code);
        Assert.Equal([2, 1], _code.History(added.Id).Select(record => record.Revision));
        Assert.Equal((2.5, "3", "function", BotLanguage.Python), (updated.ComplexityScore, updated.Version, updated.TemplateType, updated.Language));
        Assert.Equal([added.Id], _code.CodesForBot("x").Select(record => record.Id));
        Assert.True(_code.Remove(added.Id));
        Assert.False(_code.Remove(added.Id));
        Assert.Null(_code.Find(added.Id));
    }

    [Fact]
    public void Update_from_an_older_revision_is_refused()
    {
        var added = _code.Add(Record("code()"));
        _code.Update(added with { Summary = "Another" }, 1);

        Assert.Throws<InvalidOperationException>(() => _code.Update(added with { Summary = "A third" }, 1));
        Assert.Throws<KeyNotFoundException>(() => _code.Update(added with { Id = "unknown" }));

        Assert.Equal("Another", _code.Find(added.Id)!.Summary);
        Assert.Equal(3, _code.Update(added with { Summary = "A third" }).Revision);
        var again = _code.Update(added with { Summary = "A third" });
        Assert.Equal((3, _code.Find(added.Id)!.StoredAt), (again.Revision, again.StoredAt));
    }

    [Fact]
    public void Same_code_is_stored_once()
    {
        var first = _code.Add(Record("code()"));

        Assert.Equal(first.Id, _code.Add(Record("code()") with { Summary = "Other words" }).Id);
        Assert.Single(_code.Search("code"));

        // The first text is free again, and its id is not.
        _code.Update(first with { Code = "other()" });
        Assert.Equal(first.Id, _code.Add(Record("other()")).Id);
        Assert.Equal(first.Id + "-2", _code.Add(Record("code()")).Id);
    }

    [Theory]
    [InlineData("AGPL-3.0-only", "x = 1")]
    [InlineData("Proprietary", "x = 1")]
    [InlineData("MIT AND GPL-3.0-only", "x = 1")]
    [InlineData("", "# SPDX-License-Identifier: GPL-3.0-or-later\nx = 1")]
    [InlineData("", "# This program is under the GNU General Public License,\n# version 3 of the License.\nx = 1")]
    public void Code_under_another_licence_is_refused(string license, string code)
    {
        var exception = Assert.Throws<KnowledgeException>(() => _code.Add(Record(code) with { License = license }));

        Assert.Equal("MENACE6003", exception.Code);
        Assert.Empty(_code.Search("x"));
    }

    [Theory]
    [InlineData("MIT", "x = 1", "MIT")]
    [InlineData("GPL-2.0-only OR MIT", "x = 1", "GPL-2.0-only OR MIT")]
    [InlineData("", "x = 1", "")]
    [InlineData("", "# SPDX-License-Identifier: Apache-2.0\nx = 1", "Apache-2.0")]
    public void Licence_is_kept(string license, string code, string kept) =>
        Assert.Equal(kept, _code.Add(Record(code) with { License = license }).License);

    [Fact]
    public void Empty_code_and_huge_code_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _code.Add(Record(" ")));
        Assert.Throws<ArgumentException>(() => _code.Add(Record("x") with { Summary = "" }));
        Assert.Throws<ArgumentException>(() => _code.Add(Record("x") with { ComplexityScore = double.NaN }));
        Assert.Equal("MENACE6003", Assert.Throws<KnowledgeException>(() => _code.Add(Record(new string('x', 3 << 20)))).Code);
    }

    [Fact]
    public void Most_complex_code_comes_first()
    {
        foreach (var complexity in (double[])[1, 5, 3])
        {
            _code.Add(Record($"code({complexity})") with { ComplexityScore = complexity });
        }

        Assert.Equal([5.0, 3.0], _code.ByComplexity(2).Select(record => record.ComplexityScore));
        Assert.Equal([5.0], _code.ByComplexity(limit: 1).Select(record => record.ComplexityScore));
    }

    [Fact]
    public void Two_updates_from_the_same_revision_have_one_winner()
    {
        var added = _code.Add(Record("code()"));
        var refused = 0;

        Parallel.For(0, 8, i =>
        {
            try
            {
                new CodeDb(_folder["code.db"]).Update(added with { Summary = $"Change {i}" }, 1);
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal((7, 2), (refused, _code.Find(added.Id)!.Revision));
    }

    private static CodeRecord Record(string code) => new() { Code = code, Summary = "Says something", Language = BotLanguage.Python };
}

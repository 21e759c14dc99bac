using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Words of texts and names.</summary>
public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("DemoBot", "demobot demo bot")]
    [InlineData("csv-to_sql", "csv to sql")]
    [InlineData("CSVReader2x", "csvreader2x csv reader2x")]
    [InlineData("Bots, titles; class status is its analysis", "bot title class status is its analysis")]
    [InlineData("Straße ÉCOLE", "straße école")]
    [InlineData("\"'*()^:-+", "")]
    public void Text_has_these_terms(string text, string terms) => Assert.Equal(terms, SearchTerms.Joined(text));

    [Fact]
    public void Query_is_bounded_and_quoted()
    {
        Assert.Equal(SearchTerms.MostOfQuery, SearchTerms.OfQuery(string.Join(' ', Enumerable.Range(0, 1000))).Count);
        Assert.Equal("\"or\" OR \"near\"", SearchTerms.Expression(SearchTerms.OfQuery("OR NEAR or")));
    }
}

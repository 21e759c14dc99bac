using System.Text.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Tests;

/// <summary>A language is a value: its case does not count, and its JSON is its name.</summary>
public sealed class BotLanguageTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("PYTHON")]
    [InlineData("Python")]
    public void Name_in_any_case_is_the_same_language(string name)
    {
        var language = new BotLanguage(name);

        Assert.Equal(BotLanguage.Python, language);
        Assert.True(BotLanguage.Python == language);
        Assert.Equal(BotLanguage.Python.GetHashCode(), language.GetHashCode());
        Assert.Equal("Python", language.Name);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("CSharp")]
    public void Default_value_is_csharp(string name)
    {
        Assert.Equal(default, new BotLanguage(name));
        Assert.Equal("CSharp", default(BotLanguage).Name);
    }

    [Fact]
    public void Language_of_a_host_keeps_its_name_and_equals_it_in_any_case()
    {
        Assert.Equal("TypeScript", new BotLanguage("TypeScript").Name);
        Assert.Equal(new BotLanguage("TypeScript"), new BotLanguage("typescript"));
        Assert.NotEqual(new BotLanguage("TypeScript"), BotLanguage.Python);
    }

    [Fact]
    public void Json_is_the_name()
    {
        Dictionary<string, BotLanguage> languages = new() { ["a"] = BotLanguage.Python, ["b"] = default };

        var json = JsonSerializer.Serialize(languages);

        Assert.Equal("""{"a":"Python","b":"CSharp"}""", json);
        Assert.Equal(languages, JsonSerializer.Deserialize<Dictionary<string, BotLanguage>>(json));
        Assert.Equal(BotLanguage.Shell, JsonSerializer.Deserialize<BotLanguage>("\"shell\""));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Json_without_a_name_is_an_error(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BotLanguage>(json));
}

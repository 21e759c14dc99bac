using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>The table is compared with that of Python, since the runtime of the tests has no ICU.</summary>
public sealed class CanonicalFormTests
{
    private const string Script = """
        import unicodedata
        for c in [*range(0x80, 0x3100), *range(0xac00, 0xd7a4)]:
            forms = [unicodedata.normalize(form, chr(c)) for form in ("NFC", "NFD")]
            print(" ".join("%04x" % c if not part else ",".join("%04x" % ord(p) for p in part) for part in [chr(c), *forms]))
        """;

    [Fact]
    public void All_forms_of_a_character_are_one_and_different_characters_stay_different()
    {
        using var folder = new TemporaryFolder();
        var lines = Shell.Run(folder.Path, null, "python3", "-c", Script).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0x3100 - 0x80 + 0xd7a4 - 0xac00, lines.Length);
        var canonical = new Dictionary<string, string>();
        foreach (var forms in lines.Select(line => line.Split(' ').Select(Text).ToArray()))
        {
            var form = CanonicalForm.Of(forms[0]);
            Assert.All(forms, other => Assert.Equal(form, CanonicalForm.Of(other)));
            // The form is that of no other character, but of one with the same marks in another order.
            var parts = string.Concat(forms[2].Order());
            Assert.Equal(parts, canonical.TryAdd(form, parts) ? parts : canonical[form]);
        }
    }

    private static string Text(string numbers) => string.Concat(numbers.Split(',').Select(number => (char)Convert.ToInt32(number, 16)));
}

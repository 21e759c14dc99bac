using System.Xml;
using System.Xml.Linq;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads repositories of C# that Menace did not write.</summary>
internal static class CSharpRepository
{
    /// <summary>Gets the reading.</summary>
    public static RepositoryReading Reading { get; } = new()
    {
        Signature = Signature,
        PackageFiles = [".csproj"],
        Packages = Packages,
        OtherFiles = ["Program.cs", "AssemblyInfo.cs"],
    };

    private static string Signature(FunctionSignature function) => function.IsType ? function.Name
        : $"{Before(function.ReturnType)}{function.Name}({string.Join(", ", function.Parameters.Select(p => Before(p.Type) + p.Name))})";

    private static string Before(string? type) => type is null ? "" : type + " ";

    private static IReadOnlyList<string> Packages(string project)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(project), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return [.. XDocument.Load(reader).Descendants().Where(element => element.Name.LocalName == "PackageReference")
                .Select(element => (Name: (string?)element.Attribute("Include"), Version: (string?)element.Attribute("Version")))
                .Where(reference => reference.Name is { Length: > 0 })
                .Select(reference => reference.Version is { Length: > 0 } version ? $"{reference.Name}@{version}" : reference.Name!)];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}

using System.Xml;
using System.Xml.Linq;
using Menace.Model.Diagnostics;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>
/// Finds Menace properties that do not exist (MENACE0004): MSBuild takes any name without a word. Those that exist are in
/// <see cref="OptionTable"/>;
/// looked at are the project, Directory.Build.props and .targets above it, and the command line.
/// </summary>
internal static class PropertyCheck
{
    private const string Prefix = "Menace";

    private static readonly HashSet<string> Known = new(OptionTable.All.Select(option => option.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reports what <paramref name="projectFile"/> and its surroundings, or <paramref name="global"/> properties, set in vain.
    /// </summary>
    public static void Run(string projectFile, IEnumerable<string> global, DiagnosticLog diagnostics)
    {
        foreach (var file in Surroundings(projectFile))
        {
            foreach (var property in Properties(file))
            {
                if (!Known.Contains(property.Name.LocalName))
                {
                    var place = (IXmlLineInfo)property;
                    diagnostics.Report(Finding(property.Name.LocalName), file, place.LineNumber, place.LinePosition);
                }
            }
        }

        foreach (var name in global.Where(IsOurs).Where(name => !Known.Contains(name)).Order(StringComparer.Ordinal))
        {
            diagnostics.Report(Finding(name), projectFile, 0, 0);
        }
    }

    private static PipelineDiagnostic Finding(string name) =>
        new(Rules.UnknownMenaceProperty, [name, Nearest.Hint(name, Known.Order(StringComparer.Ordinal))]);

    /// <summary>The project, and of each file that MSBuild imports by itself the nearest one above.</summary>
    private static IEnumerable<string> Surroundings(string projectFile)
    {
        yield return projectFile;
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            for (var folder = Path.GetDirectoryName(projectFile); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    yield return Path.Combine(folder, name);
                    break;
                }
            }
        }
    }

    private static IEnumerable<XElement> Properties(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = File.OpenRead(file);
        return
        [
            .. XDocument.Load(stream, LoadOptions.SetLineInfo).Descendants()
                .Where(element => element.Parent?.Name.LocalName == "PropertyGroup" && IsOurs(element.Name.LocalName)),
        ];
    }

    private static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}

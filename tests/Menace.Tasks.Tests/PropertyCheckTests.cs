using Microsoft.Build.Utilities;

namespace Menace.Tasks.Tests;

/// <summary>Misspelt Menace properties, wherever a project can set them.</summary>
public sealed class PropertyCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-properties-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("MenaceTasksFile", null)]
    [InlineData("menacepython", null)]
    [InlineData("Nullable", null)]
    [InlineData("MenaceTaskFile", "Unknown property 'MenaceTaskFile' is ignored; did you mean 'MenaceTasksFile'?")]
    [InlineData("MenaceOfMyOwn", "Unknown property 'MenaceOfMyOwn' is ignored")]
    public void A_property_of_the_project_that_does_not_exist_is_named_at_its_line(string property, string? message)
    {
        Write("app/bots.csproj", $"<Project>\n  <PropertyGroup>\n    <{property}>x</{property}>\n  </PropertyGroup>\n</Project>");

        Run();

        Assert.Equal(message is null ? [] : [("MENACE0004", "bots.csproj", 3, message)], _engine.Warnings.Select(w => (w.Code, w.File, w.LineNumber, w.Message!)));
    }

    [Fact]
    public void The_files_above_and_the_command_line_are_looked_at_too_and_items_are_not()
    {
        Write("app/bots.csproj", "<Project><ItemGroup><MenaceThing Include='x' /></ItemGroup></Project>");
        Write("Directory.Build.props", "<Project><PropertyGroup><MenacePyton>x</MenacePyton></PropertyGroup></Project>");

        Run("MenaceTasksFil", "Configuration", "MenacePython");

        Assert.Equal(["MenacePyton", "MenaceTasksFil"], _engine.Warnings.Select(w => w.Message!.Split(' ')[2].Trim('\'')));
    }

    private void Run(params string[] global)
    {
        var stage = new HandoffStage { BuildEngine = _engine };
        PropertyCheck.Run(
            Path.Combine(_folder, "app/bots.csproj"), global, new DiagnosticLog(new TaskLoggingHelper(stage), new BuildOutput(_engine, "", isTerminal: false), Path.Combine(_folder, "app/tasks.json"), Path.Combine(_folder, "app"), Path.Combine(_folder, "app/obj"), ""));
    }

    private void Write(string relative, string text)
    {
        var path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

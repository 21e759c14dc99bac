using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>A task, or the file's defaults, as they stand in the file: values not given are null.</summary>
internal sealed class TaskSource
{
    /// <summary>Metadata that say nothing.</summary>
    public static readonly TaskMetadata NoMetadata = new();

    private static readonly TaskInfo Unnamed = new() { Name = "", Metadata = NoMetadata };
    private static readonly GivenFields<TaskMetadata> NothingKnown = new(TaskFields.Metadata, NoMetadata);
    private static readonly List<JsonNode> NoNodes = [];

    private readonly int _index;
    private int _offset;
    private bool _isClean;

    /// <param name="node">The object.</param>
    /// <param name="index">Its number in the list, from 0; -1 for the defaults.</param>
    /// <param name="text">
    /// The text of its locations: that of the file, or its own if it is read separately (<see cref="TaskSlice"/>).
    /// </param>
    /// <param name="findings">Where the mistakes go that it makes by itself: the list of the file, or its own.</param>
    public TaskSource(JsonNode node, int index, string text, FindingList findings)
    {
        _index = index;
        Node = node;
        Text = text;
        Findings = findings;
        Label = index < 0 ? "The defaults" : LabelOf(node, index);
        NameNode = node.Find("name")?.Value is { Kind: JsonKind.String } name ? name : null;
        Name = NameNode?.Text;
        DependencyNodes = node.Find("dependencies", JsonKind.Array)?.Items ?? NoNodes;
        HasSuppressions = node.Find(Suppressions.Property, JsonKind.Array) is not null;
        IsBroken = node.IsBroken;
    }

    /// <summary>How messages call the task <paramref name="node"/>, which is the <paramref name="index"/>th of its list.</summary>
    public static string LabelOf(JsonNode node, int index) => node.Find("name")?.Value is { Kind: JsonKind.String } name
        ? "Task '" + Display.Of(name.Text) + "'"
        : "Task " + (index + 1).ToString(CultureInfo.InvariantCulture);

    public JsonNode Node { get; }

    /// <summary>How messages call it: <c>Task 'alpha'</c>, <c>Task 3</c>, <c>The defaults</c>.</summary>
    public string Label { get; }

    public string Text { get; }

    public FindingList Findings { get; }

    /// <summary>The slice, if it is read separately from its file.</summary>
    public TaskSlice? Slice { get; init; }

    // What is asked of every task after each edit is kept here: thousands of trees are not in the processor's cache.

    /// <summary>The token of its name, if that is a string.</summary>
    public JsonNode? NameNode { get; }

    public string? Name { get; }

    /// <summary>The tokens of its own dependencies, if they are an array.</summary>
    public List<JsonNode> DependencyNodes { get; }

    /// <summary>True if it holds <c>$suppress</c>.</summary>
    public bool HasSuppressions { get; }

    /// <summary>True if a syntax error lies inside.</summary>
    public bool IsBroken { get; }

    /// <summary>The name in code.</summary>
    public string Identifier => field ??= TaskNames.ToIdentifier(Name ?? "");

    /// <summary>What it says by itself; its metadata is apart.</summary>
    public GivenFields<TaskInfo> Given { get; } = new(TaskFields.Task, Unnamed);

    /// <summary>What its metadata says by itself.</summary>
    public GivenFields<TaskMetadata> Metadata { get; set; } = NothingKnown;

    /// <summary>True if a language is given, known or not.</summary>
    public bool LanguageGiven { get; set; }

    /// <summary>The task with defaults applied; an unnamed one for the defaults themselves.</summary>
    public TaskInfo Task { get; set; } = Unnamed;

    /// <summary>How often it runs in a year; negative before that is known.</summary>
    public double FiringsPerYear { get; set; } = -1;

    /// <summary>True once what it says by itself was looked through.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>True if its name can be a folder and an identifier.</summary>
    public bool HasValidName { get; set; }

    /// <summary>Where <see cref="Text"/> begins in the file.</summary>
    public int Offset
    {
        get => _offset;
        init => _offset = value;
    }

    /// <summary>
    /// True if messages call it the same as the <paramref name="number"/>th of the list: a name stays, whatever the number.
    /// </summary>
    public bool IsCalled(int number) => number == _index || NameNode is not null;

    /// <summary>A place in <see cref="Text"/>, as a place in the file.</summary>
    public TextSpan Place(TextSpan span) => span.MovedBy(_offset);

    /// <summary>The same task where its text begins at <paramref name="offset"/> of the file.</summary>
    public TaskSource At(int offset)
    {
        if (offset == _offset)
        {
            return this;
        }

        var moved = (TaskSource)MemberwiseClone();
        moved._offset = offset;
        return moved;
    }

    /// <summary>Notes that all of its own findings are there.</summary>
    public void Close() => (IsChecked, _isClean) = (true, Findings.IsEmpty);

    /// <summary>Adds its own findings to those of the file, if they are separate.</summary>
    public void AddTo(FindingList file)
    {
        if (!_isClean && Findings != file)
        {
            file.AddPart(Findings, _offset);
        }
    }
}

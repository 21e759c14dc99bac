namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of C# by member.</summary>
public sealed class SyntaxCSharpTests
{
    private const string Path = "Bot.cs";

    [Fact]
    public void Methods_that_both_add_at_one_place_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    void One() { }\n}\n",
        "class A\n{\n    void One() { }\n\n    // Ours.\n    void Two() { }\n}\n",
        "class A\n{\n    void One() { }\n\n    [Obsolete]\n    void Three() { }\n}\n",
        "class A\n{\n    void One() { }\n\n    // Ours.\n    void Two() { }\n\n    [Obsolete]\n    void Three() { }\n}\n");

    [Fact]
    public void Edits_of_neighbouring_methods_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    int One() => 1;\n    int Two() => 2;\n}\n",
        "class A\n{\n    int One() => 10;\n    int Two() => 2;\n}\n",
        "class A\n{\n    int One() => 1;\n    int Two() => 20;\n}\n",
        "class A\n{\n    int One() => 10;\n    int Two() => 20;\n}\n");

    [Fact]
    public void Usings_that_both_add_are_both_kept_and_the_header_once() => SyntaxMergers.AssertClean(
        Path,
        "// Header\n#nullable enable\nusing System;\n\nnamespace N;\n\nclass A;\n",
        "// Header\n#nullable enable\nusing Ours;\nusing System;\n\nnamespace N;\n\nclass A;\n",
        "// Header\n#nullable enable\nusing System;\nusing Theirs;\n\nnamespace N;\n\nclass A;\n",
        "// Header\n#nullable enable\nusing Ours;\nusing System;\nusing Theirs;\n\nnamespace N;\n\nclass A;\n");

    [Fact]
    public void Usings_that_both_add_first_follow_the_header() => SyntaxMergers.AssertClean(
        Path,
        "// Header\nusing System;\nclass A;\n",
        "// Header\nusing B;\nusing System;\nclass A;\n",
        "// Header\nusing C;\nusing System;\nclass A;\n",
        "// Header\nusing B;\nusing C;\nusing System;\nclass A;\n");

    [Fact]
    public void Same_addition_on_both_sides_is_there_once() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n}\n",
        "class A\n{\n    void Same() { }\n    void Ours() { }\n}\n",
        "class A\n{\n    void Theirs() { }\n    void Same() { }\n}\n",
        "class A\n{\n    void Theirs() { }\n    void Same() { }\n    void Ours() { }\n}\n");

    [Fact]
    public void Same_method_changed_on_both_sides_is_a_conflict_of_its_line() => SyntaxMergers.AssertConflict(
        Path,
        "class A\n{\n    void One() { }\n\n    int Two(int x)\n    {\n        return 1;\n    }\n}\n",
        "class A\n{\n    void One() { }\n\n    int Two(int x)\n    {\n        return 2;\n    }\n}\n",
        "class A\n{\n    void Zero() { }\n\n    void One() { }\n\n    int Two(int x)\n    {\n        return 3;\n    }\n}\n",
        "method Two(int) in type A",
        "class A\n{\n    void Zero() { }\n\n    void One() { }\n\n    int Two(int x)\n    {\n<<<<<<< ours\n        return 2;\n||||||| base\n"
        + "        return 1;\n=======\n        return 3;\n>>>>>>> theirs\n    }\n}\n");

    [Fact]
    public void Edits_of_one_method_in_different_lines_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    int Two()\n    {\n        Log();\n        return 1;\n    }\n}\n",
        "class A\n{\n    int Two()\n    {\n        Log(2);\n        return 1;\n    }\n}\n",
        "class A\n{\n    /// <summary>Two.</summary>\n    int Two()\n    {\n        Log();\n        return 1;\n    }\n}\n",
        "class A\n{\n    /// <summary>Two.</summary>\n    int Two()\n    {\n        Log(2);\n        return 1;\n    }\n}\n");

    [Fact]
    public void Method_that_they_delete_is_deleted_if_ours_is_as_it_was() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    void One() { }\n\n    void Two() { }\n}\n",
        "class A\n{\n    void One() { }\n\n    void Two() { }\n\n    void Three() { }\n}\n",
        "class A\n{\n    void Two() { }\n}\n",
        "class A\n{\n    void Two() { }\n\n    void Three() { }\n}\n");

    [Fact]
    public void Method_that_they_delete_and_we_change_is_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        "class A\n{\n    int One() => 1;\n    int Two() => 2;\n    int Three() => 3;\n}\n",
        "class A\n{\n    int One() => 1;\n    int Two() => 22;\n    int Three() => 3;\n}\n",
        "class A\n{\n    int One() => 1;\n    int Three() => 3;\n}\n",
        "method Two() in type A, deleted in their file",
        "class A\n{\n    int One() => 1;\n<<<<<<< ours\n    int Two() => 22;\n||||||| base\n    int Two() => 2;\n=======\n>>>>>>> theirs\n"
        + "    int Three() => 3;\n}\n");

    [Fact]
    public void Method_that_both_rename_is_not_kept_twice() => Assert.Null(SyntaxMergers.Merge(
        Path, "class A;\nclass B;\n", "class A;\nclass C;\n", "class A;\nclass D;\n"));

    [Fact]
    public void Methods_that_both_add_with_one_name_are_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        "class A\n{\n    void One() { }\n}\n",
        "class A\n{\n    void One() { }\n    int New() => 1;\n}\n",
        "class A\n{\n    void One() { }\n    int New() => 2;\n}\n",
        "method New() in type A, added in both files",
        "class A\n{\n    void One() { }\n<<<<<<< ours\n    int New() => 1;\n||||||| base\n=======\n    int New() => 2;\n>>>>>>> theirs\n}\n");

    [Fact]
    public void Overloads_are_different_methods() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    void M(int x) { }\n    void M(string x) { }\n    void M<T>(T x) { }\n}\n",
        "class A\n{\n    void M(int x) { Ours(); }\n    void M(string x) { }\n    void M<T>(T x) { }\n}\n",
        "class A\n{\n    void M(int x) { }\n    void M(string x) { Theirs(); }\n    void M<T>(T x) { More(); }\n    void M(ref int x) { }\n}\n",
        "class A\n{\n    void M(int x) { Ours(); }\n    void M(string x) { Theirs(); }\n    void M<T>(T x) { More(); }\n    void M(ref int x) { }\n}\n");

    [Fact]
    public void Every_kind_of_member_is_a_part() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    int f, g;\n    event Action E;\n    A() { }\n    static A() { }\n    ~A() { }\n    int this[int i] => i;\n    int P { get; }\n"
        + "    int I.P => 1;\n    public static A operator +(A a, A b) => a;\n    public static implicit operator int(A a) => 1;\n    delegate void D();\n}\n",
        "class A\n{\n    int f = 1, g;\n    event Action E;\n    A() { Ours(); }\n    static A() { }\n    ~A() { Ours(); }\n    int this[int i] => i;\n"
        + "    int P { get; set; }\n    int I.P => 1;\n    public static A operator +(A a, A b) => b;\n    public static implicit operator int(A a) => 1;\n"
        + "    delegate int D();\n}\n",
        "class A\n{\n    int f, g;\n    event Func<int> E;\n    A() { }\n    static A() { Theirs(); }\n    ~A() { }\n    int this[int i] => i + 1;\n    int P { get; }\n"
        + "    int I.P => 2;\n    public static A operator +(A a, A b) => a;\n    public static implicit operator int(A a) => 2;\n    delegate void D();\n}\n",
        "class A\n{\n    int f = 1, g;\n    event Func<int> E;\n    A() { Ours(); }\n    static A() { Theirs(); }\n    ~A() { Ours(); }\n    int this[int i] => i + 1;\n"
        + "    int P { get; set; }\n    int I.P => 2;\n    public static A operator +(A a, A b) => b;\n    public static implicit operator int(A a) => 2;\n"
        + "    delegate int D();\n}\n");

    [Fact]
    public void Enum_members_that_both_append_are_separated() => SyntaxMergers.AssertClean(
        Path,
        "enum E\n{\n    A, // first\n    B // second\n}\n",
        "enum E\n{\n    A, // first\n    B, // second\n    C // ours\n}\n",
        "enum E\n{\n    A, // first\n    B, // second\n    D = 8 // theirs\n}\n",
        "enum E\n{\n    A, // first\n    B, // second\n    C, // ours\n    D = 8 // theirs\n}\n");

    [Fact]
    public void Members_of_nested_types_and_namespaces_are_merged() => SyntaxMergers.AssertClean(
        Path,
        "namespace N\n{\n    class A\n    {\n        class B\n        {\n            int X;\n        }\n    }\n}\n",
        "namespace N\n{\n    class A\n    {\n        class B\n        {\n            int X;\n            int Y;\n        }\n    }\n}\n",
        "namespace N\n{\n    class A\n    {\n        class B : C\n        {\n            int X;\n            int Z;\n        }\n\n        int W;\n    }\n}\n",
        "namespace N\n{\n    class A\n    {\n        class B : C\n        {\n            int X;\n            int Y;\n            int Z;\n        }\n\n        int W;\n    }\n}\n");

    [Fact]
    public void Statements_of_a_program_are_merged_by_lines() => SyntaxMergers.AssertClean(
        Path,
        "using System;\n\nvar a = 1;\nvar b = 2;\nConsole.WriteLine(a + b);\n\nclass A;\n",
        "using System;\n\nvar a = 11;\nvar b = 2;\nConsole.WriteLine(a + b);\n\nclass A;\nclass B;\n",
        "using System;\nusing System.IO;\n\nvar a = 1;\nvar b = 2;\nConsole.WriteLine(a * b);\n\nclass A;\nclass C;\n",
        "using System;\nusing System.IO;\n\nvar a = 11;\nvar b = 2;\nConsole.WriteLine(a * b);\n\nclass A;\nclass B;\nclass C;\n");

    [Fact]
    public void Order_of_the_side_that_moved_members_is_kept() => SyntaxMergers.AssertClean(
        Path,
        "class A;\nclass B;\nclass C;\n",
        "class A;\nclass B;\nclass B2;\nclass C;\n",
        "class C;\nclass A;\nclass B;\nclass D;\n",
        "class C;\nclass A;\nclass B;\nclass B2;\nclass D;\n");

    [Fact]
    public void Members_that_both_sides_moved_stand_in_our_order_and_once()
    {
        const string Both = "class A;\nclass B;\nclass C;\n";

        SyntaxMergers.AssertClean("a.cs", Both, "class C;\nclass A;\nclass B;\n", "class A;\nclass C;\nclass B { }\n", "class C;\nclass A;\nclass B { }\n");
    }

    [Theory]
    [InlineData("class A {\n", "class A;\n", "class B;\n")]
    [InlineData("#if X\nclass A;\n#endif\nclass B;\n", "#if X\nclass A;\n#endif\nclass B;\nclass C;\n", "#if X\nclass A;\n#endif\nclass B2;\n")]
    [InlineData("class A;\n#region R\nclass B;\n#endregion\n", "class A2;\n#region R\nclass B;\n#endregion\n", "class A;\n#region R\nclass B;\nclass C;\n#endregion\n")]
    [InlineData("partial class A;\npartial class A;\n", "partial class A;\npartial class A;\nclass B;\n", "partial class A;\npartial class A;\nclass C;\n")]
    public void File_that_cannot_be_cut_into_members_is_left_to_lines(string original, string ours, string theirs) =>
        Assert.Null(SyntaxMergers.Merge(Path, original, ours, theirs));

    [Fact]
    public void Directives_inside_a_body_are_no_obstacle() => SyntaxMergers.AssertClean(
        Path,
        "class A\n{\n    void M()\n    {\n#if DEBUG\n        Log();\n#endif\n    }\n    int X;\n}\n",
        "class A\n{\n    void M()\n    {\n#if DEBUG\n        Log(1);\n#endif\n    }\n    int X;\n}\n",
        "class A\n{\n    void M()\n    {\n#if DEBUG\n        Log();\n#endif\n    }\n    int X = 1;\n}\n",
        "class A\n{\n    void M()\n    {\n#if DEBUG\n        Log(1);\n#endif\n    }\n    int X = 1;\n}\n");
}

namespace Menace.Model.Diagnostics;

// MENACE1xxx: mistakes in tasks.json.
partial class Rules
{
    private static RuleDescriptor[] TaskFileRules() => [];
}

namespace Menace.Model.Tasks;

/// <summary>Converts a task's name to an identifier.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskNames
{
    /// <summary>Every character outside [A-Za-z0-9_] turned to '_' (tasks-json format, "name").</summary>
    public static string ToIdentifier(string name)
    {
        var characters = name.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (characters[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
            {
                characters[i] = '_';
            }
        }

        return new string(characters);
    }
}

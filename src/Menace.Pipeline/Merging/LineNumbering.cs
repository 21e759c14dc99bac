using System.IO.Hashing;

namespace Menace.Pipeline.Merging;

/// <summary>Gives equal lines of several texts the same number, from 0 in the order of their first appearance.</summary>
internal sealed class LineNumbering
{
    private readonly List<(ulong Hash, TextLines Text, int Line)> _kinds = [];
    private int[] _slots = new int[1024];

    /// <summary>The count of different lines so far.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>Returns the number of each line.</summary>
    public int[] Number(TextLines text)
    {
        var numbers = new int[text.Count];
        for (var line = 0; line < numbers.Length; line++)
        {
            numbers[line] = Number(text, line);
        }

        return numbers;
    }

    private int Number(TextLines text, int line)
    {
        if (_kinds.Count * 2 >= _slots.Length)
        {
            Grow();
        }

        var content = text[line];
        var hash = XxHash3.HashToUInt64(content);
        var slot = (int)(hash & (uint)(_slots.Length - 1));
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var kind = _kinds[_slots[slot] - 1];
            if (kind.Hash == hash && kind.Text[kind.Line].SequenceEqual(content))
            {
                return _slots[slot] - 1;
            }
        }

        _kinds.Add((hash, text, line));
        _slots[slot] = _kinds.Count;
        return _kinds.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var kind = 0; kind < _kinds.Count; kind++)
        {
            var slot = (int)(_kinds[kind].Hash & (uint)(_slots.Length - 1));
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = kind + 1;
        }
    }
}

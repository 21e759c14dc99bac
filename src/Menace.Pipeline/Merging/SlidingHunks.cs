namespace Menace.Pipeline.Merging;

/// <summary>
/// Moves runs of changed lines that have several possible places. "b c b" after "a b c b" in "a b c b c b" may be read as an insertion
/// at two places; two sides that made the same change must be read in the same way. As in git, a run moves up and joins the run before
/// it, then down as far as it can, unless it can stay beside a change of the other text.
/// </summary>
internal static class SlidingHunks
{
    /// <summary>Moves the runs of <paramref name="changed"/>, the marks of <paramref name="lines"/> with one more at the end.</summary>
    public static void Align(int[] lines, bool[] changed, bool[] otherChanged)
    {
        // A run that joins others again and again can move over the same lines often. What is left then is correct as it is.
        var budget = 4_000_000 + (40L * lines.Length);
        var run = new Run(changed);
        var other = new Run(otherChanged);
        do
        {
            if (run.Start < run.End && budget > 0)
            {
                Move(lines, ref run, ref other, ref budget);
            }
        }
        while (run.MoveNext() && other.MoveNext());
    }

    private static void Move(int[] lines, ref Run run, ref Run other, ref long budget)
    {
        int size, highest, beside;
        do
        {
            size = run.End - run.Start;
            while (run.SlideUp(lines))
            {
                other.MovePrevious();
                budget--;
            }

            highest = run.End;
            beside = other.Start < other.End ? run.End : -1;
            while (run.SlideDown(lines))
            {
                other.MoveNext();
                budget--;
                beside = other.Start < other.End ? run.End : beside;
            }
        }
        while (size != run.End - run.Start && budget > 0);

        if (beside < 0 || run.End == highest)
        {
            return;
        }

        while (other.Start == other.End)
        {
            run.SlideUp(lines);
            other.MovePrevious();
        }
    }

    /// <summary>The changed lines, possibly none, between two unchanged lines. The n-th runs of both texts are at the same place.</summary>
    private struct Run
    {
        private readonly bool[] _changed;

        public Run(bool[] changed)
        {
            _changed = changed;
            Extend();
        }

        public int Start { get; private set; }

        public int End { get; private set; }

        public bool MoveNext()
        {
            if (End == _changed.Length - 1)
            {
                return false;
            }

            Start = ++End;
            Extend();
            return true;
        }

        public void MovePrevious()
        {
            End = --Start;
            Join();
        }

        public bool SlideUp(int[] lines)
        {
            if (Start == 0 || lines[Start - 1] != lines[End - 1])
            {
                return false;
            }

            _changed[--Start] = true;
            _changed[--End] = false;
            Join();
            return true;
        }

        public bool SlideDown(int[] lines)
        {
            if (End == lines.Length || lines[Start] != lines[End])
            {
                return false;
            }

            _changed[Start++] = false;
            _changed[End++] = true;
            Extend();
            return true;
        }

        private void Extend()
        {
            while (_changed[End])
            {
                End++;
            }
        }

        private void Join()
        {
            while (Start > 0 && _changed[Start - 1])
            {
                Start--;
            }
        }
    }
}

using System.Text;
using System.Text.Json;

namespace Menace.Pipeline.Merging;

/// <summary>
/// JSON (RFC 8259), with comments and commas behind the last member if a file has them: each member of an object is a part. An array is
/// one text.
/// </summary>
internal sealed class JsonMergeSyntax : IMergeSyntax
{
    private const int Deepest = 64;

    /// <inheritdoc/>
    public bool Handles(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonc", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public MergePart? Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new MemberReader(bytes, Tokens(bytes));
            return reader.ReadFile();
        }
        catch (JsonException)
        {
            // The text has errors: the file is merged by lines, which is what null means.
            return null;
        }
    }

    private static List<Token> Tokens(byte[] bytes)
    {
        List<Token> tokens = [];
        var reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Allow, MaxDepth = Deepest });
        while (reader.Read())
        {
            var name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()! : "";
            tokens.Add(new(reader.TokenType, (int)reader.TokenStartIndex, (int)reader.BytesConsumed, name));
        }

        return tokens;
    }

    private readonly record struct Token(JsonTokenType Type, int Start, int End, string Name);

    /// <summary>Cuts the text between the tokens; between two of them are only white space and the signs ':' and ','.</summary>
    private sealed class MemberReader(byte[] text, List<Token> tokens)
    {
        /// <summary>The token to read next; comments are passed over.</summary>
        private int _next;

        /// <summary>Up to where the text was given to a part.</summary>
        private int _at;

        public MergePart? ReadFile()
        {
            SkipComments();
            if (tokens[_next].Type != JsonTokenType.StartObject)
            {
                return null;
            }

            var file = ReadObject("object", "");
            return file with { Tail = file.Tail + Cut(text.Length) };
        }

        /// <summary>Reads from the brace on; what is in front of it and not yet in a part is the beginning of the head.</summary>
        private MergePart ReadObject(string key, string space)
        {
            var head = Cut(RestOfLine(tokens[_next++].End));
            List<MergePart> members = [];
            while (true)
            {
                SkipComments();
                if (tokens[_next].Type == JsonTokenType.EndObject)
                {
                    break;
                }

                members.Add(ReadMember());
            }

            return new(key, space, head) { IsContainer = true, Joint = ",", Children = members, Tail = Cut(tokens[_next++].End) };
        }

        private MergePart ReadMember()
        {
            var space = Cut(EndOfSpace(_at));
            var key = $"member {tokens[_next++].Name}";
            SkipComments();
            var member = tokens[_next].Type == JsonTokenType.StartObject ? ReadObject(key, space) : new(key, space, Cut(ReadValue()));

            var valueEnd = _at;
            SkipComments();
            var comma = EndOfSpaceAndComments(valueEnd);
            if (comma < text.Length && text[comma] == (byte)',')
            {
                member = member with { Tail = member.Tail + Cut(comma), Separator = Cut(comma + 1) };
            }

            return member with { After = Cut(RestOfLine(_at)) };
        }

        /// <summary>Returns where the value ends.</summary>
        private int ReadValue()
        {
            var depth = 0;
            do
            {
                depth += tokens[_next].Type switch
                {
                    JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                    JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                    _ => 0,
                };
                _next++;
            }
            while (depth > 0);
            return tokens[_next - 1].End;
        }

        private void SkipComments()
        {
            while (tokens[_next].Type == JsonTokenType.Comment)
            {
                _next++;
            }
        }

        private string Cut(int end)
        {
            var piece = Encoding.UTF8.GetString(text, _at, end - _at);
            _at = end;
            return piece;
        }

        private int EndOfSpace(int at)
        {
            while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }

            return at;
        }

        private int EndOfSpaceAndComments(int at)
        {
            while (true)
            {
                at = EndOfSpace(at);
                if (CommentAt(at) is not { } end)
                {
                    return at;
                }

                at = end;
            }
        }

        /// <summary>
        /// The place behind the line break, if only white space and comments are in front of it; else behind the white space.
        /// </summary>
        private int RestOfLine(int at)
        {
            while (at < text.Length)
            {
                if (text[at] == (byte)'\n')
                {
                    return at + 1;
                }

                if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
                {
                    at++;
                }
                else if (CommentAt(at) is { } end)
                {
                    at = end;
                    if (text[at - 1] == (byte)'\n')
                    {
                        return at;
                    }
                }
                else
                {
                    break;
                }
            }

            return at;
        }

        private int? CommentAt(int at)
        {
            var comment = tokens.BinarySearch(new(JsonTokenType.Comment, at, 0, ""), TokenPlace.Comparer);
            return comment >= 0 && tokens[comment].Type == JsonTokenType.Comment ? tokens[comment].End : null;
        }
    }

    private static class TokenPlace
    {
        public static IComparer<Token> Comparer { get; } = Comparer<Token>.Create((one, other) => one.Start.CompareTo(other.Start));
    }
}

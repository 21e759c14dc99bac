using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>
/// Canonical decomposition of the characters up to U+30FF and of Hangul. <see cref="string.Normalize()"/> gives its input back where the
/// runtime has no ICU, and a merge must be the same on any machine.
/// </summary>
internal static class CanonicalForm
{
    private const int FirstSyllable = 0xAC00;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = 19 * Vowels * Tails;

    /// <summary>From UnicodeData.txt of Unicode 14.0: the second part, and pairs of the first part and the character of both.</summary>
    private static readonly (string Mark, string Pairs)[] Rows =
    [
        ("", "\u0300\u0340\u0301\u0341\u0313\u0343ʹ\u0374;\u037e\u00b7\u0387ά\u1f71έ\u1f73ή\u1f75ί\u1f77ό\u1f79"),
        ("", "ύ\u1f7bώ\u1f7dΆ\u1fbbι\u1fbeΈ\u1fc9Ή\u1fcbΐ\u1fd3Ί\u1fdbΰ\u1fe3Ύ\u1feb\u0385\u1fee`\u1fefΌ\u1ff9"),
        ("", "Ώ\u1ffb\u00b4\u1ffd\u2002\u2000\u2003\u2001Ω\u2126K\u212aÅ\u212b\u3008\u2329\u3009\u232a"),
        ("\u0300", "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫ"),
        ("\u0300", "ἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ\u1fbf\u1fcdϊῒΙῚ\u1ffe\u1fddϋῢΥῪ\u00a8\u1fedΟῸΩῺ"),
        ("\u0301", "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ\u0308\u0344\u00a8\u0385ΑΆΕΈΗΉΙΊ"),
        ("\u0301", "ΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄ"),
        ("\u0301", "ἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ\u1fbf\u1fce\u1ffe\u1fde"),
        ("\u0302", "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
        ("\u0303", "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
        ("\u0304", "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ"),
        ("\u0306", "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ"),
        ("\u0307", "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ"),
        ("\u0308", "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄ"),
        ("\u0308", "wẅXẌxẍtẗ"),
        ("\u0309", "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
        ("\u030a", "AÅaåUŮuůwẘyẙ"),
        ("\u030b", "OŐoőUŰuűУӲуӳ"),
        ("\u030c", "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ"),
        ("\u030f", "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
        ("\u0311", "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
        ("\u0313", "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
        ("\u0314", "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
        ("\u031b", "OƠoơUƯuư"),
        ("\u0323", "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
        ("\u0324", "UṲuṳ"),
        ("\u0325", "AḀaḁ"),
        ("\u0326", "SȘsșTȚtț"),
        ("\u0327", "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
        ("\u0328", "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
        ("\u032d", "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
        ("\u032e", "HḪhḫ"),
        ("\u0330", "EḚeḛIḬiḭUṴuṵ"),
        ("\u0331", "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
        ("\u0338", "\u2190\u219a\u2192\u219b\u2194\u21ae\u21d0\u21cd\u21d4\u21ce\u21d2\u21cf\u2203\u2204\u2208\u2209"),
        ("\u0338", "\u220b\u220c\u2223\u2224\u2225\u2226\u223c\u2241\u2243\u2244\u2245\u2247\u2248\u2249=\u2260"),
        ("\u0338", "\u2261\u2262\u224d\u226d<\u226e>\u226f\u2264\u2270\u2265\u2271\u2272\u2274\u2273\u2275\u2276\u2278"),
        ("\u0338", "\u2277\u2279\u227a\u2280\u227b\u2281\u2282\u2284\u2283\u2285\u2286\u2288\u2287\u2289\u22a2\u22ac"),
        ("\u0338", "\u22a8\u22ad\u22a9\u22ae\u22ab\u22af\u227c\u22e0\u227d\u22e1\u2291\u22e2\u2292\u22e3\u22b2\u22ea"),
        ("\u0338", "\u22b3\u22eb\u22b4\u22ec\u22b5\u22ed\u2add\u2adc"),
        ("\u0342", "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶ\u00a8\u1fc1ηῆ\u1fbf\u1fcfιῖϊῗ\u1ffe\u1fdfυῦϋῧωῶ"),
        ("\u0345", "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲαᾳ"),
        ("\u0345", "άᾴᾶᾷΑᾼὴῂηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ"),
        ("\u0653", "\u0627\u0622"),
        ("\u0654", "\u0627\u0623\u0648\u0624\u064a\u0626\u06d5\u06c0\u06c1\u06c2\u06d2\u06d3"),
        ("\u0655", "\u0627\u0625"),
        ("\u093c", "\u0928\u0929\u0930\u0931\u0933\u0934\u0915\u0958\u0916\u0959\u0917\u095a\u091c\u095b\u0921\u095c"),
        ("\u093c", "\u0922\u095d\u092b\u095e\u092f\u095f"),
        ("\u09bc", "\u09a1\u09dc\u09a2\u09dd\u09af\u09df"),
        ("\u09be", "\u09c7\u09cb"),
        ("\u09d7", "\u09c7\u09cc"),
        ("\u0a3c", "\u0a32\u0a33\u0a38\u0a36\u0a16\u0a59\u0a17\u0a5a\u0a1c\u0a5b\u0a2b\u0a5e"),
        ("\u0b3c", "\u0b21\u0b5c\u0b22\u0b5d"),
        ("\u0b3e", "\u0b47\u0b4b"),
        ("\u0b56", "\u0b47\u0b48"),
        ("\u0b57", "\u0b47\u0b4c"),
        ("\u0bbe", "\u0bc6\u0bca\u0bc7\u0bcb"),
        ("\u0bd7", "\u0b92\u0b94\u0bc6\u0bcc"),
        ("\u0c56", "\u0c46\u0c48"),
        ("\u0cc2", "\u0cc6\u0cca"),
        ("\u0cd5", "\u0cbf\u0cc0\u0cc6\u0cc7\u0cca\u0ccb"),
        ("\u0cd6", "\u0cc6\u0cc8"),
        ("\u0d3e", "\u0d46\u0d4a\u0d47\u0d4b"),
        ("\u0d57", "\u0d46\u0d4c"),
        ("\u0dca", "\u0dd9\u0dda\u0ddc\u0ddd"),
        ("\u0dcf", "\u0dd9\u0ddc"),
        ("\u0ddf", "\u0dd9\u0dde"),
        ("\u0f72", "\u0f71\u0f73"),
        ("\u0f74", "\u0f71\u0f75"),
        ("\u0f80", "\u0fb2\u0f76\u0fb3\u0f78\u0f71\u0f81"),
        ("\u0fb5", "\u0f40\u0f69\u0f90\u0fb9"),
        ("\u0fb7", "\u0f42\u0f43\u0f4c\u0f4d\u0f51\u0f52\u0f56\u0f57\u0f5b\u0f5c\u0f92\u0f93\u0f9c\u0f9d\u0fa1\u0fa2"),
        ("\u0fb7", "\u0fa6\u0fa7\u0fab\u0fac"),
        ("\u102e", "\u1025\u1026"),
        ("\u1b35", "\u1b05\u1b06\u1b07\u1b08\u1b09\u1b0a\u1b0b\u1b0c\u1b0d\u1b0e\u1b11\u1b12\u1b3a\u1b3b\u1b3c\u1b3d"),
        ("\u1b35", "\u1b3e\u1b40\u1b3f\u1b41\u1b42\u1b43"),
        ("\u3099", "\u304b\u304c\u304d\u304e\u304f\u3050\u3051\u3052\u3053\u3054\u3055\u3056\u3057\u3058\u3059\u305a"),
        ("\u3099", "\u305b\u305c\u305d\u305e\u305f\u3060\u3061\u3062\u3064\u3065\u3066\u3067\u3068\u3069\u306f\u3070"),
        ("\u3099", "\u3072\u3073\u3075\u3076\u3078\u3079\u307b\u307c\u3046\u3094\u309d\u309e\u30ab\u30ac\u30ad\u30ae"),
        ("\u3099", "\u30af\u30b0\u30b1\u30b2\u30b3\u30b4\u30b5\u30b6\u30b7\u30b8\u30b9\u30ba\u30bb\u30bc\u30bd\u30be"),
        ("\u3099", "\u30bf\u30c0\u30c1\u30c2\u30c4\u30c5\u30c6\u30c7\u30c8\u30c9\u30cf\u30d0\u30d2\u30d3\u30d5\u30d6"),
        ("\u3099", "\u30d8\u30d9\u30db\u30dc\u30a6\u30f4\u30ef\u30f7\u30f0\u30f8\u30f1\u30f9\u30f2\u30fa\u30fd\u30fe"),
        ("\u309a", "\u306f\u3071\u3072\u3074\u3075\u3077\u3078\u307a\u307b\u307d\u30cf\u30d1\u30d2\u30d4\u30d5\u30d7"),
        ("\u309a", "\u30d8\u30da\u30db\u30dd"),
    ];

    private static readonly FrozenDictionary<char, string> Parts = Table().ToFrozenDictionary();

    /// <summary>
    /// Returns the same text for all texts that are canonically equivalent. The marks of a letter are in the order of their numbers, so
    /// that texts with the same marks in another order are equal too.
    /// </summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var form = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            Decompose(character, form);
        }

        return string.Concat(Sorted(form.ToString()));
    }

    private static void Decompose(char character, StringBuilder form)
    {
        if (character - FirstSyllable is >= 0 and < Syllables and var syllable)
        {
            form.Append((char)(0x1100 + (syllable / Tails / Vowels))).Append((char)(0x1161 + (syllable / Tails % Vowels)));
            form.Append(syllable % Tails == 0 ? "" : ((char)(0x11A7 + (syllable % Tails))).ToString());
        }
        else if (Parts.TryGetValue(character, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, form);
            }
        }
        else
        {
            form.Append(character);
        }
    }

    private static char[] Sorted(string form)
    {
        var characters = form.ToCharArray();
        for (var start = 0; start < characters.Length;)
        {
            var end = start;
            while (end < characters.Length && CharUnicodeInfo.GetUnicodeCategory(characters[end]) == UnicodeCategory.NonSpacingMark)
            {
                end++;
            }

            Array.Sort(characters, start, end - start);
            start = end + 1;
        }

        return characters;
    }

    private static IEnumerable<KeyValuePair<char, string>> Table() =>
        Rows.SelectMany(row => row.Pairs.Chunk(2).Select(pair => KeyValuePair.Create(pair[1], pair[0] + row.Mark)));
}

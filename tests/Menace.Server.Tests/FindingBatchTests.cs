using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Menace.Server.Stage3;

namespace Menace.Server.Tests;

/// <summary>What a request says is what the lines say, whatever it is.</summary>
public sealed class FindingBatchTests
{
    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, value) => depth > 3
        ? Gen.String.Select(text => (JsonNode?)JsonValue.Create(text))
        : Gen.OneOf(
            Gen.String.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
            Gen.Const((JsonNode?)null),
            value.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Gen.String, value).Array[0, 3].Select(members => (JsonNode?)Object(members))));

    private static readonly Gen<JsonObject[]> Findings = Gen.Select(Gen.String, Value).Array[0, 4].Select(Object).Array[0, 4];

    [Fact]
    public void Each_object_is_an_item_on_one_line_with_the_same_value()
    {
        Findings.Sample(
            findings =>
            {
                var json = new JsonArray([.. findings.Select(finding => finding.DeepClone())]).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

                var batch = FindingBatch.Parse(Encoding.UTF8.GetBytes(json));

                Assert.Equal(findings.Length, batch.Items.Count);
                Assert.All(batch.Items, item => Assert.DoesNotContain('\n', item));
                Assert.All(findings.Zip(batch.Items), pair => Assert.True(JsonNode.DeepEquals(pair.First, JsonNode.Parse(pair.Second)), pair.Second));
            },
            iter: Nightly.Choose(500, 50_000));
    }

    private static JsonObject Object((string Name, JsonNode? Value)[] members) =>
        new(members.DistinctBy(member => member.Name).Select(member => KeyValuePair.Create(member.Name, member.Value?.DeepClone())));
}

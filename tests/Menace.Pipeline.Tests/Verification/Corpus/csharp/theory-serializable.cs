using Xunit.Sdk;

public class SerializableTests
{
    public static TheoryData<Point> Points => [new Point { X = 1 }, new Point { X = 2 }];

    public static TheoryData<object> Opaque => [new NotSerializable(), new NotSerializable()];

    [Theory]
    [MemberData(nameof(Points))]
    public void Own_serializer(Point point) => Assert.Equal(1, point.X);

    [Theory]
    [MemberData(nameof(Opaque))]
    public void Without_serializer(object value) => Assert.IsType<NotSerializable>(value);

    public class NotSerializable;

    public class Point : IXunitSerializable
    {
        public int X { get; set; }

        public void Deserialize(IXunitSerializationInfo info) => X = info.GetValue<int>("x");

        public void Serialize(IXunitSerializationInfo info) => info.AddValue("x", X);

        public override string ToString() => $"Point {X}";
    }
}

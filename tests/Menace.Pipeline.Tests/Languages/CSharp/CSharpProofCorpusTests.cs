using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>Attempts to get past the proof of C# functions (docs/verification.md, "What reading proves harmless in C#"), and code that it must not refuse.</summary>
public sealed class CSharpProofCorpusTests
{
    private const string Separator = "\n----\n";

    /// <summary>Sources whose function <c>F</c> does harm, changes the process, or reaches code that was not read.</summary>
    internal const string Harmful = """
        public static void F() => Console.Out.Close();
        ----
        public static void F() => Console.Error.Dispose();
        ----
        public static void F() => new List<string> { "a" }.ForEach(File.Delete);
        ----
        public static void F() { TextWriter w = Console.Out; w.Close(); }
        ----
        public static int F() { foreach (var x in new[] { 1 }) { } return Parallel.For(0, 3, i => File.Delete("a")).IsCompleted ? 1 : 0; }
        ----
        public static int F() { Parallel.For(0, 3, i => { Console.WriteLine(i); }); return 1; }
        ----
        public static object? F() => System.Text.Json.JsonSerializer.Deserialize("{}", Kind.T);
        private static class Kind { public static Type T => typeof(FileStream); }
        ----
        public static object? F() => System.Text.Json.JsonSerializer.Deserialize("{}", typeof(D));
        public sealed class D { public int X { set => File.Delete("a"); } }
        ----
        public static object? F() => System.ComponentModel.TypeDescriptor.GetConverter(typeof(int));
        ----
        public static void F() => Array.ForEach(new[] { "a" }, File.Delete);
        ----
        public static object? F() => Array.CreateInstance(typeof(D), 1);
        public sealed class D { public D() => File.Delete("a"); }
        ----
        public static object? F() => new Lazy<D>().Value;
        public sealed class D { public D() => File.Delete("a"); }
        ----
        public static object? F() => Enum.Parse<DayOfWeek>("Monday").GetType().Assembly;
        ----
        public static object? F() { Func<int> f = () => 1; return f.Method.Invoke(null, null); }
        ----
        public static object? F() { Delegate f = () => 1; return f.DynamicInvoke(); }
        ----
        public static void F() { var s = new System.Threading.CancellationTokenSource(1); s.Token.Register(() => Console.WriteLine(1)); }
        ----
        public static void F() { var c = new System.Threading.CancellationTokenSource(5); c.Token.Register(() => File.Delete("a")); }
        ----
        public static void F() { string s = "abc"; System.Runtime.InteropServices.MemoryMarshal.AsBytes(s.AsSpan()); }
        ----
        public static void F() => System.Runtime.CompilerServices.Unsafe.As<int, long>(ref X);
        static int X;
        ----
        public static void F() { foreach (var x in ext()) { } static IEnumerable<int> ext() { File.Delete("a"); yield return 1; } }
        ----
        public static object F() { System.Text.StringBuilder b = new(); b.Append($"{new D()}"); return b; }
        private sealed class D : IFormattable { public string ToString(string? f, IFormatProvider? p) { File.Delete("a"); return ""; } }
        ----
        public static void F() => Log($"x");
        private static void Log(H h) { }
        [System.Runtime.CompilerServices.InterpolatedStringHandler] public struct H { public H(int a, int b) { File.Delete("a"); } public void AppendLiteral(string s) { } }
        ----
        public static int F() => new D() is { X: 1 } ? 1 : 0;
        private sealed class D { public int X { get { File.Delete("a"); return 1; } } }
        ----
        public static int F() => new D()[0];
        private sealed class D { public int this[int i] { get { File.Delete("a"); return 1; } } }
        ----
        public static int F() => new D()[^1];
        private sealed class D { public int Length { get { File.Delete("a"); return 1; } } public int this[int i] => 1; }
        ----
        public static int F() { I x = new D(); return x.G(); }
        private interface I { int G() { File.Delete("a"); return 1; } }
        private sealed class D : I { }
        ----
        public static async Task F() => await new D();
        private sealed class D { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() { File.Delete("a"); return default; } }
        ----
        public static void F() { D d = [1]; }
        [System.Runtime.CompilerServices.CollectionBuilder(typeof(B), "Make")] public sealed class D : List<int> { }
        public static class B { public static D Make(ReadOnlySpan<int> s) { File.Delete("a"); return new(); } }
        ----
        public static object F() => new D() with { X = 1 };
        private record D { public int X { get; init { File.Delete("a"); } } }
        ----
        public static object F() => new D(new());
        private record D { public D() { } protected D(D d) { File.Delete("a"); } }
        ----
        public static object F() => new D() with { };
        private record D { public D() { } protected D(D d) { File.Delete("a"); } }
        ----
        public static bool F() { var d = new D(); return d && d; }
        private sealed class D { public static bool operator true(D d) { File.Delete("a"); return true; } public static bool operator false(D d) => false; public static D operator &(D a, D b) => a; }
        ----
        public static void F() { var d = new D(); d += 1; }
        private sealed class D { public static D operator +(D a, int b) { File.Delete("a"); return a; } }
        ----
        public static void F() { var d = new D(); d++; }
        private sealed class D { public static D operator ++(D a) { File.Delete("a"); return a; } }
        ----
        public static event Action? E { add { File.Delete("a"); } remove { } }
        public static void F() => E += () => { };
        ----
        public static object F() { object o = typeof(D); return ((Type)o).GetConstructors(); }
        public sealed class D { }
        ----
        public static string F() => typeof(int).Module.ToString();
        ----
        public static object? F() => Environment.GetEnvironmentVariable("a");
        ----
        public static void F() { Console.CancelKeyPress += (_, _) => { }; }
        ----
        public static void F() => Console.Clear();
        ----
        public static object F() => System.Globalization.CultureInfo.DefaultThreadCurrentCulture = null!;
        ----
        public static void F() { D.X ??= 1; }
        private static class D { private static int? s; public static int? X { get => s; set => File.Delete("a"); } }
        ----
        public static object? F() => System.Text.Json.JsonSerializer.Serialize(new { A = new D() });
        private sealed class D { public int X { get { File.Delete("a"); return 1; } } }
        ----
        public static object? F() => System.Text.Json.JsonSerializer.Serialize<object>(G());
        private static object G() => new D();
        private sealed class D { public int X { get { File.Delete("a"); return 1; } } }
        ----
        public static object F() => string.Concat(new[] { (object)new D() });
        private sealed class D { public override string ToString() { File.Delete("a"); return ""; } }
        ----
        public static void F() => new D<int>();
        private sealed class D<T> { static D() => File.Delete("a"); }
        ----
        public static int F() => D.C;
        private static class D { public static readonly int C = 1; static D() => File.Delete("a"); }
        ----
        public static int F() { using (new D()) { return 1; } }
        private ref struct D { public void Dispose() => File.Delete("a"); }
        ----
        public static void F() { fixed (char* p = "a") { } }
        ----
        public static unsafe void F() { delegate*<string, void> p = &File.Delete; p("a"); }
        ----
        public static void F() => new Random().Shuffle(new D[2]);
        private struct D { public D() => File.Delete("a"); }
        ----
        public static int F() => Inner.Go();
        private static partial class Inner { static partial void P(); public static int Go() { P(); return 1; } }
        private static partial class Inner { static partial void P() => File.Delete("a"); }
        ----
        using Math = System.IO.File;
        public static void F() => Math.Delete("a");
        ----
        public static void F() => M(File.Delete);
        private static void M(Action<string> a) => a("a");
        ----
        public static object F() => new System.Threading.Timer(_ => File.Delete("a"));
        ----
        public static IEnumerable<int> F() => new[] { 1 }.Where(x => { File.Delete("a"); return true; });
        ----
        public static void F() { goto a; a: File.Delete("a"); }
        ----
        public static int F(int x = 1) => x switch { 1 when Go() => 1, _ => 2 };
        private static bool Go() { File.Delete("a"); return true; }
        ----
        public static int F() => new D(1).Y;
        private sealed class D(int x) { public int Y { get; } = Go(x); static int Go(int x) { File.Delete("a"); return x; } }
        ----
        public static int F() => new D().Y;
        private sealed class D { public int Y { get { File.Delete("a"); return field; } } = 1; }
        ----
        public static T F<T>() where T : D, new() => new T();
        public class D { public D() => File.Delete("a"); }
        ----
        public static void F() => System.Threading.Monitor.Enter(typeof(string));
        ----
        public static object F() => new System.Text.RegularExpressions.Regex("a", System.Text.RegularExpressions.RegexOptions.Compiled);
        public static void G() { }
        private static readonly FileStream S = new("a", FileMode.Create);
        ----
        public static object F() => new Uri("file:///a").IsFile && new System.Resources.ResourceManager("a", null!) is null;
        ----
        public static object F() => new System.Text.Json.JsonSerializerOptions { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };
        ----
        public static object F() => System.Net.WebRequest.Create("http://a");
        ----
        public static object? F() => Console.In.ReadLine();
        ----
        public static object? F() => Console.OpenStandardOutput();
        ----
        public static object? F() => Console.Out.GetType().GetFields();
        ----
        public static async Task<int> F() { var t = Task.Factory.StartNew(() => 1); return await t; }
        ----
        public static async Task F() { Task t = G(); await Task.Yield(); }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        public static void F() { var all = new List<Task>(); var t = G(); all.Add(t); }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        public static void F() { var t = G(); t.Wait(10); }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        public static async Task F() { var t = G(); await t.WaitAsync(TimeSpan.FromMilliseconds(1)); }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        public static void F() { var t = G(); _ = t.GetAwaiter().IsCompleted; }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        public static async Task F() { var t = Task.Delay(1).ContinueWith(_ => 1); await Task.Yield(); }
        ----
        public static Task F() { var all = new List<Task>(); all.Add(G()); return Task.CompletedTask; }
        private static async Task G() { await Task.Delay(50); Console.WriteLine(1); }
        ----
        private static D s_d = new();
        public static void F() => s_d.Run();
        private class D { public virtual void Run() { } }
        private sealed class E : D { public override void Run() => File.Delete("a"); }
        private static void Arm() => s_d = new E();
        ----
        private static I? s_i = Make();
        private static I Make() => Activator.CreateInstance<D>();
        public static void F() => s_i!.Run();
        private interface I { void Run(); }
        private class D : I { public void Run() => File.Delete("a"); }
        ----
        public static object F() => new System.Net.Http.HttpRequestException().InnerException!.TargetSite!.Invoke(null, null)!;
        ----
        public static void F() { try { throw new Exception(); } catch (Exception e) when (e.TargetSite!.Module.Assembly.GetType("a") is null) { } }
        ----
        public static object? F() => new AggregateException().GetType().Assembly.EntryPoint;
        ----
        public static void F() => AppContext.SetSwitch("a", true);
        ----
        public static object F() => new System.Globalization.CultureInfo("de").TextInfo;
        [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.StaticMethod, Name = "Delete")] private static extern void Del(string s);
        public static void G() { }
        static int y = Run(); static int Run() { Del("a"); return 1; }
        ----
        public static void F() => throw new D();
        private sealed class D : Exception { public override string Message { get { File.Delete("a"); return ""; } } }
        ----
        public static int F() => new D().GetHashCode();
        private sealed class D : B { }
        private class B { public override int GetHashCode() { File.Delete("a"); return 1; } }
        ----
        public static int F() => new HashSet<D> { new() }.Count;
        private sealed class D { public override int GetHashCode() { File.Delete("a"); return 1; } }
        ----
        public static object F() => new System.IO.StringWriter { NewLine = "x" };
        public static int X { get; } = Environment.GetCommandLineArgs().Length;
        ----
        public static void F() => System.Diagnostics.Debugger.Launch();
        ----
        public static void F() => System.Diagnostics.Debug.Listeners.Clear();
        ----
        public static void F() => Environment.FailFast("x");
        ----
        public static void F() { Console.Out.Flush(); System.Diagnostics.Trace.AutoFlush = true; }
        ----
        public static object F() => Geo.X;
        public static void G() => Geo.Do(File.Delete);
        static object z = G2(); static object G2() { G(); return 1; }
        ----
        public static object F() => System.Globalization.CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator = "x";
        ----
        public static void F() => Task.CompletedTask.ConfigureAwait(false).GetAwaiter().OnCompleted(() => Console.WriteLine(1));
        ----
        public static void F() => new TaskCompletionSource().Task.GetAwaiter().UnsafeOnCompleted(() => Console.WriteLine(1));
        ----
        public static void F() => System.Text.RegularExpressions.Regex.CacheSize = 0;
        ----
        public static void F() { var s = new System.Threading.SemaphoreSlim(0); s.WaitAsync(); }
        ----
        public static void F() => GC.Collect();
        ----
        public static void F() => System.Collections.Generic.Comparer<int>.Default.Compare(1, 2).GetType().InvokeMember("a", 0, null, null, null);
        ----
        public static int F() {
        #if NET
        File.Delete("a");
        #endif
        return 1; }
        ----
        public static void F() => System.Text.RegularExpressions.Regex.CacheSize++;
        ----
        public static void F() { using (Console.Out) { } }
        ----
        public static void F() { using TextWriter w = Console.Error; }
        ----
        public static void F() { int x = 1; System.Numerics.Vector.StoreUnsafe(System.Numerics.Vector<int>.Zero, ref x, 9999); }
        ----
        public static object? F() => new D { A = new object() }.B;
        [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]
        private struct D { [System.Runtime.InteropServices.FieldOffset(0)] public object A; [System.Runtime.InteropServices.FieldOffset(0)] public string B; }
        ----
        [assembly: System.Reflection.Metadata.MetadataUpdateHandler(typeof(object))]
        public static class T { public static int F() => 1; }
        ----
        public static int F() => P;
        private static partial int P { get; }
        private static partial int P { get { File.Delete("a"); return 1; } }
        ----
        public static void F() => Work(Console.Out);
        private static void Work(TextWriter w) => w.Close();
        ----
        public static object F() => Console.Out;
        ----
        public static void F() { foreach (var w in new[] { Console.Out }) { w.Close(); } }
        ----
        public static void F() { Action close = Console.Out.Close; close(); }
        ----
        public static void F() { Action<string> write = Console.Out.Write; write("a"); }
        ----
        public static void F() => System.Console.Out?.Close();
        ----
        public static void F() { var (a, b) = (Console.Out, 1); a.Close(); }
        ----
        public static void F() { if (Console.Out is { } w) { w.Close(); } }
        ----
        using static System.Console;
        public static void F() => Out.Close();
        ----
        public static void F() { object o = 1; if (o is D { X: var x }) { } }
        private sealed class D { public int X { get { File.Delete("a"); return 1; } } }
        ----
        public static int F() => new int[] { 1 } is [var x, ..] ? D.G : 0;
        private static class D { public static int G => H(); private static int H() { File.Delete("a"); return 1; } }
        ----
        public static int F() => new D() is [var x, ..] ? x : 0;
        private sealed class D { public int Length => 1; public int this[Index i] { get { File.Delete("a"); return 1; } } public D Slice(int a, int b) => this; }
        ----
        public static object F() => Make<D>();
        private static T Make<T>() where T : new() => new T();
        private sealed class D { public D() => File.Delete("a"); }
        ----
        public static string F() => string.Format("{0}", new D());
        private sealed class D { public override string ToString() { File.Delete("a"); return ""; } }
        ----
        public static string F() => string.Format(new D(), "{0}", 1);
        private sealed class D : IFormatProvider, ICustomFormatter { public object GetFormat(Type? t) => this; public string Format(string? f, object? a, IFormatProvider? p) { File.Delete("a"); return ""; } }
        ----
        public static int F() { int x = 1; Set(ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(new List<int>{1})[0]); return x; }
        private static void Set(ref int x) { }
        ----
        public static async IAsyncEnumerable<int> F() { await foreach (var x in new D()) { yield return 1; } }
        private sealed class D { public E GetAsyncEnumerator() { File.Delete("a"); return new(); } public sealed class E { public int Current => 1; public ValueTask<bool> MoveNextAsync() => new(false); } }
        ----
        public static int F() => new D<int>().X;
        private class B { static B() => File.Delete("a"); }
        private sealed class D<T> : B { public int X => 1; }
        ----
        public static int F() => D.N.X;
        private static class D { public static class N { public static int X = Go(); private static int Go() { File.Delete("a"); return 1; } } }
        ----
        public static Func<int> F() => () => { File.Delete("a"); return 1; };
        ----
        public static int F() => E.A.Go();
        public enum E { A }
        private static int Dummy() => 1;
        public static class X { public static int Go(this E e) { File.Delete("a"); return 1; } }
        ----
        public static int F() => new D() + 1;
        private readonly struct D { public static implicit operator int(D d) { File.Delete("a"); return 1; } }
        ----
        public static void F() { checked { var d = new D(); d = -d; } }
        private readonly struct D { public static D operator -(D d) => d; public static D operator checked -(D d) { File.Delete("a"); return d; } }
        ----
        public static void F() { Span<int> s = new D(); }
        private sealed class D { public static implicit operator Span<int>(D d) { File.Delete("a"); return default; } }
        ----
        public static int F() => ((Func<int>)D.Go)();
        private static class D { public static int Go() { File.Delete("a"); return 1; } }
        ----
        public static int F() { var f = D.Go; return f(); }
        private static class D { public static int Go() { File.Delete("a"); return 1; } }
        ----
        public static int F(int x = 1) { var d = new Dictionary<D, int> { [new D()] = 1 }; return 1; }
        private sealed class D : IEquatable<D> { public bool Equals(D? o) { File.Delete("a"); return true; } public override bool Equals(object? o) => true; public override int GetHashCode() => 1; }
        ----
        public static void F() => new List<D> { new(), new() }.Sort();
        private sealed class D : IComparable<D> { public int CompareTo(D? o) { File.Delete("a"); return 1; } }
        ----
        public static void F() { try { throw new Exception(); } catch when (Go()) { } }
        private static bool Go() { File.Delete("a"); return true; }
        ----
        public static string F() => new D().ToString();
        private record D { protected virtual bool PrintMembers(System.Text.StringBuilder b) { File.Delete("a"); return true; } }
        ----
        public static int F() => Sub.X;
        public static class Sub { public static int X { get; } = new D().Y; private sealed class D { public int Y = Go(); static int Go() { File.Delete("a"); return 1; } } }
        ----
        public static void F() => System.Threading.Tasks.Task.Factory.StartNew(() => { });
        ----
        public static void F() => System.Threading.ThreadPool.QueueUserWorkItem(_ => { });
        ----
        public static int F() => new[] { 1 }.AsParallel().Sum();
        ----
        public static void F() { using var s = new System.IO.BufferedStream(new MemoryStream()); }
        ----
        public static object F() => TimeProvider.System.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero);
        ----
        public static async Task F() { await using var t = new System.Threading.Timer(_ => { }); }
        ----
        public static async Task F() { using var t = new System.Threading.PeriodicTimer(TimeSpan.FromSeconds(1)); await t.WaitForNextTickAsync(); }
        ----
        public static object F() => new System.Timers.Timer(1);
        ----
        public static object F() => AsyncLocal();
        private static object AsyncLocal() => new System.Threading.AsyncLocal<int>(_ => File.Delete("a"));
        ----
        public static async Task<int> F() { Task<int> t; t = G(); return 1; }
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static int F() { var d = new { T = G() }; return 1; }
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static int F() { Task[] d = [G()]; return 1; }
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        private static Task<int>? s_t = G();
        public static int F() => s_t is null ? 1 : 2;
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static object F() => G();
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static int F() => G().Status == TaskStatus.Running ? 1 : 0;
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static int F() { H(G()); return 1; }
        private static void H(Task t) { }
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        ----
        public static async Task F() => await Task.WhenAny(G(), Task.Delay(1));
        private static async Task<int> G() { await Task.Delay(50); return 1; }
        """;

    /// <summary>Sources whose function <c>F</c> only computes or prints.</summary>
    internal const string Harmless = """
        public static string F() { var p = new P("a", 3); return p with { Age = 4 } is { Age: > 3 } q ? q.ToString() : ""; }
        public record P(string Name, int Age);
        ----
        public static int F() { var q = new Queue<int>(); q.Enqueue(1); while (q.Count > 0) { q.Dequeue(); } return q.Count; }
        ----
        public static string F() { using var w = new StringWriter(); w.Write("a"); return w.ToString(); }
        ----
        public static int F() => new D { A = 1, B = { 2 } }.A;
        private sealed class D { public int A { get; set; } public List<int> B { get; } = []; }
        ----
        public static async Task<int> F() { var results = await Task.WhenAll(G(1), G(2)); return results.Sum(); }
        private static async Task<int> G(int n) { await Task.Delay(1); return n; }
        ----
        public static string F() => typeof(int).Name + nameof(F) + new Dictionary<string, int>().GetType().Name;
        ----
        public static void F() { Console.Out.WriteLine("a"); Console.Error.Write("b"); Console.Out.Flush(); }
        ----
        public static decimal F() => new Money(1).Add(new Money(2)).Amount;
        public readonly record struct Money(decimal Amount) { public Money Add(Money other) => this + other; public static Money operator +(Money a, Money b) => new(a.Amount + b.Amount); }
        ----
        public static int F() { int Local(int n) => n <= 1 ? 1 : n * Local(n - 1); return Local(5); }
        ----
        public static string F() => DateTime.Parse("2024-01-01", System.Globalization.CultureInfo.InvariantCulture).ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture);
        ----
        public static string F() { var root = System.Text.Json.Nodes.JsonNode.Parse("{\"a\":1}")!; root["b"] = 2; return root.ToJsonString(); }
        ----
        public static int F() { var b = new B(); b.Changed += (_, _) => { }; return b.Go(); }
        private sealed class B { public event EventHandler? Changed; public int Go() { Changed?.Invoke(this, EventArgs.Empty); return 1; } }
        ----
        public static string F() { var x = new System.Globalization.NumberFormatInfo { NumberDecimalSeparator = "," }; return 1.5.ToString(x); }
        ----
        public static int F() { var t = G(); return t.Result; }
        private static Task<int> G() => Task.FromResult(1);
        ----
        public static string F() { try { throw new InvalidOperationException("x"); } catch (Exception e) { return e.Message + e.GetType().Name; } }
        ----
        public static string F() { var o = new System.Text.Json.JsonSerializerOptions { WriteIndented = true }; return System.Text.Json.JsonSerializer.Serialize(new[] { 1 }, o); }
        ----
        [Flags] public enum Colour { None, Red }
        [Obsolete("x")] public static string F() => (Colour.Red | Colour.None).ToString();
        ----
        public static async Task<int> F() { var first = G(); var second = G(); var all = new List<Task<int>> { G() }; all.Add(G()); await Task.WhenAll(all); return await first + await second; }
        private static Task<int> G() => Task.FromResult(1);
        ----
        public static int F() => Max(new[] { 1, 2 });
        private static T Max<T>(IEnumerable<T> items) where T : IComparable<T> => items.Aggregate((a, b) => a.CompareTo(b) > 0 ? a : b);
        ----
        public static async Task<string> F() { var names = new[] { "a" }; var all = await Task.WhenAll(names.Select(async n => { await Task.Delay(1); return n; })); return all[0]; }
        ----
        public static async Task<int> F() { Func<Task<int>> f = async () => { await Task.Yield(); return 1; }; return await Twice(f) + await Twice(() => G()); }
        private static async Task<int> Twice(Func<Task<int>> f) => await f() * 2;
        private static async Task<int> G() { await Task.Delay(1); return 1; }
        ----
        public static async ValueTask<int> F(bool now = true) => now ? await G() : 2;
        private static ValueTask<int> G() => new(3);
        """;

    [Fact]
    public void Every_harmful_function_has_an_obstacle() =>
        Assert.All(Harmful.ReplaceLineEndings("\n").Split(Separator), code => Assert.True(Obstacle(code) is not null, code));

    [Fact]
    public void Every_harmless_function_is_proved() =>
        Assert.All(Harmless.ReplaceLineEndings("\n").Split(Separator), code => Assert.True(Obstacle(code) is null, $"{Obstacle(code)}:\n{code}"));

    [Fact]
    public void Harmless_attributes_are_on_the_page() =>
        Assert.Contains(string.Join(", ", CSharpHarmlessNames.Attributes), File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "verification.md")), StringComparison.Ordinal);

    private static string? Obstacle(string code) =>
        CSharpAnalyser.Analyse(new CodeSource("Demo", "Demo", code, ["F"]) { Dependencies = ["Geo"] }, CancellationToken.None)
            .Functions.Single(function => function.Name == "F").Obstacle;
}

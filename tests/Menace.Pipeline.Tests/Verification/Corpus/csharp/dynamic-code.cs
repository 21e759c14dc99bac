using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

public class DynamicCodeTests
{
    [Fact]
    public void Expressions() => Assert.Equal(
        5, Expression.Lambda<Func<int>>(Expression.Add(Expression.Constant(2), Expression.Constant(3))).Compile()());

    [Fact]
    public void Regexes() => Assert.Matches(new Regex("^a+$", RegexOptions.Compiled), "aaa");

    [Fact]
    public void Emitted()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("m");
        var type = module.DefineType("T", TypeAttributes.Public);
        var method = type.DefineMethod("Five", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_5);
        code.Emit(OpCodes.Ret);
        Assert.Equal(5, type.CreateType().GetMethod("Five")!.Invoke(null, null));
    }

    [Fact]
    public void Dynamic_binding()
    {
        dynamic value = 3;
        Assert.Equal(6, value * 2);
    }
}

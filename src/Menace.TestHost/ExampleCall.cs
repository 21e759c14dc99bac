using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace Menace.TestHost;

/// <summary>How a call ended.</summary>
/// <param name="Returns">The result as JSON, or null.</param>
/// <param name="Error">Why there is no result, or null.</param>
/// <param name="Raised">The exception of the call, or null.</param>
/// <param name="Prints">Its standard output.</param>
internal sealed record ExampleOutcome(string? Returns, string? Error, Exception? Raised, string Prints)
{
    /// <summary>The line of the file of results.</summary>
    public string ToJson(int index)
    {
        var end = Returns is not null ? $"\"returns\":{Returns}"
            : Error is not null ? $"\"error\":{Text(Error)}"
            : $"\"raises\":[{string.Join(',', Names(Raised!.GetType()).Select(Text))}],\"message\":{Text(Raised!.Message)}";
        return $"{{\"index\":{index},{end},\"prints\":{Text(Prints)}}}";
    }

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static IEnumerable<string> Names(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return type.Name;
        }
    }
}

/// <summary>Makes one call.</summary>
internal static class ExampleCall
{
    /// <summary>Calls <paramref name="function"/> with arguments in JSON.</summary>
    public static async Task<ExampleOutcome> RunAsync(LoadedBot bot, string function, IReadOnlyList<string> arguments)
    {
        if (bot.Find(function, arguments.Count) is not { } method)
        {
            return new ExampleOutcome(null, $"the bot has no public function '{function}'", null, "");
        }

        object?[] values;
        try
        {
            method = WithTypeArguments(method, arguments);
            values = Values(method, arguments);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            return new ExampleOutcome(null, $"the arguments do not fit '{function}': {exception.Message}", null, "");
        }

        var before = Console.Out;
        var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(TextWriter.Synchronized(printed));
        try
        {
            var result = await ResultAsync(method, values);
            return Written(result, printed);
        }
        catch (Exception exception)
        {
            return new ExampleOutcome(null, null, exception, printed.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static ExampleOutcome Written(object? result, StringWriter printed)
    {
        try
        {
            var json = BotJson.Write(result);
            return new ExampleOutcome(json, null, null, printed.ToString());
        }
        catch (Exception exception)
        {
            return new ExampleOutcome(null, $"its result cannot be written as JSON: {exception.Message}", null, printed.ToString());
        }
    }

    /// <summary>The result, awaited, with all items of a sequence.</summary>
    private static async Task<object?> ResultAsync(MethodInfo method, object?[] values)
    {
        var result = method.Invoke(LoadedBot.Target(method), BindingFlags.DoNotWrapExceptions, null, values, null);
        var type = method.ReturnType;
        if (type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            result = type.GetMethod(nameof(ValueTask.AsTask))!.Invoke(result, null);
        }

        if (result is Task task
            && (typeof(Task).IsAssignableFrom(type) || type.Name.StartsWith(nameof(ValueTask), StringComparison.Ordinal)))
        {
            await task;
            result = type.IsGenericType ? result.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(result) : null;
            type = type.IsGenericType ? type.GenericTypeArguments[0] : typeof(void);
        }

        if (method == method.DeclaringType?.Assembly.EntryPoint)
        {
            return result as int? ?? 0;
        }

        if (result is not null && type.IsInterface && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
        {
            return await (Task<IList>)typeof(ExampleCall).GetMethod(nameof(ItemsAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GenericTypeArguments).Invoke(null, [result])!;
        }

        // A type that only looks like a sequence (a dictionary) is written as what it is.
        return result is IEnumerable items and not (ICollection or string) && type.IsInterface ? Items(items) : result;
    }

    private static List<object?> Items(IEnumerable items) => [.. items.Cast<object?>()];

    private static async Task<IList> ItemsAsync<T>(IAsyncEnumerable<T> items) => await items.ToListAsync();

    private static object?[] Values(MethodInfo method, IReadOnlyList<string> arguments)
    {
        var parameters = method.GetParameters();
        if (method == method.DeclaringType!.Assembly.EntryPoint)
        {
            return parameters.Length == 0 ? [] : [arguments.Select(BotJson.Read<string>).ToArray()];
        }

        var values = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            values[i] = parameter.IsDefined(typeof(ParamArrayAttribute))
                ? Rest(parameter.ParameterType.GetElementType()!, arguments.Skip(i))
                : i < arguments.Count ? BotJson.Read(arguments[i], parameter.ParameterType)
                : parameter.HasDefaultValue ? parameter.DefaultValue
                : throw new ArgumentException($"none is given for '{parameter.Name}'");
        }

        return arguments.Count > parameters.Length && parameters.LastOrDefault()?.IsDefined(typeof(ParamArrayAttribute)) != true
            ? throw new ArgumentException($"there are {arguments.Count} for {parameters.Length} parameters")
            : values;
    }

    private static Array Rest(Type element, IEnumerable<string> arguments)
    {
        object?[] values = [.. arguments.Select(argument => BotJson.Read(argument, element))];
        var rest = Array.CreateInstance(element, values.Length);
        Array.Copy(values, rest, values.Length);
        return rest;
    }

    /// <summary>Type parameters are what the values of their parameters are, as the compiler infers them from literals.</summary>
    private static MethodInfo WithTypeArguments(MethodInfo method, IReadOnlyList<string> arguments)
    {
        if (!method.IsGenericMethodDefinition)
        {
            return method;
        }

        var parameters = method.GetParameters();
        return method.MakeGenericMethod([.. method.GetGenericArguments().Select(argument =>
        {
            var index = Array.FindIndex(parameters, parameter => parameter.ParameterType == argument);
            return index >= 0 && index < arguments.Count ? BotJson.Read<object?>(arguments[index])?.GetType() ?? typeof(object)
                : typeof(object);
        })]);
    }
}

using System.CommandLine;
using Menace.Server.Commands;

// Long enough for a server to end its requests and for a bot's processes to be ended.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
return await CommandLine.Create().Parse(args).InvokeAsync(invocation);

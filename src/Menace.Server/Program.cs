using System.CommandLine;

return await new RootCommand("Stage 3 and Stage 4 of Menace.Sdk, and what looks after them.").Parse(args).InvokeAsync();

using KioskSuite.ConsoleTool;

return await CommandLine.RunAsync(args, Screen.Open(), TimeProvider.System);

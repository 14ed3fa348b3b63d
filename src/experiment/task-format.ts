/** To be imported by whoever reads or writes links with assignments or answers. */
import { compactAnswer, compactAssignment } from './compact-assignment';
import { readAnswer, readAssignment } from './read-assignment';
import { connectTasks } from './task-slot';

connectTasks({ compactAnswer, compactAssignment, readAnswer, readAssignment });
